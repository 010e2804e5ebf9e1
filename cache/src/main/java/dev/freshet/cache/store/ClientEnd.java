// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a client of Lettuce in a time that has a bound. Lettuce's own {@code shutdown} waits for
 * every connection to say that it is closed, which one that is being made to a server that does not
 * answer may never do. Stateless.
 */
final class ClientEnd {
  private static final Logger LOG = LoggerFactory.getLogger(ClientEnd.class);

  private ClientEnd() {}

  /** Blocks until the client has ended, at most for twice the time; raises nothing. */
  static void await(AbstractRedisClient client, Duration time) {
    await(
        client.shutdownAsync(0, time.toMillis(), TimeUnit.MILLISECONDS),
        time.multipliedBy(2),
        () -> {
          var unused = client.getResources().shutdown(0, time.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /**
   * Blocks until it has ended.
   *
   * @param patience how long to wait at most
   * @param release what to do if it has not ended by then, or failed: frees its threads
   */
  static void await(CompletableFuture<Void> end, Duration patience, Runnable release) {
    try {
      end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Redis client has not ended, its threads are stopped waited={}", patience);
      release.run();
    } catch (ExecutionException e) {
      LOG.warn("Redis client has not ended well, its threads are stopped", e.getCause());
      release.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      release.run();
    }
  }
}
