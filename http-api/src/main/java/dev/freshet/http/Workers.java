// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that may block, and a bounded queue before them: what does not fit is refused at once.
 * Safe for any thread.
 */
final class Workers {
  private static final String NAME = "freshet-http-worker";
  private static final int QUEUED_PER_THREAD = 64;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final WorkerExecutor executor;
  private final int most;
  private final AtomicInteger busy = new AtomicInteger();

  Workers(Vertx vertx, int threads) {
    this.executor = vertx.createSharedWorkerExecutor(NAME, threads);
    this.most = threads * (1 + QUEUED_PER_THREAD);
  }

  <T> Future<T> run(String correlation, Callable<T> work) {
    if (busy.incrementAndGet() > most) {
      busy.decrementAndGet();
      return Future.failedFuture(
          ProblemException.of(
                  HttpCode.UNAVAILABLE, "workers: found " + most + " requests waiting already")
              .retryAfter(RETRY_AFTER));
    }
    return executor
        .executeBlocking(() -> Correlation.call(correlation, work), false)
        .onComplete(done -> busy.decrementAndGet());
  }
}
