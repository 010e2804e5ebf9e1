// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads for one client what is no longer, or not yet, in the ring. It reads when it is asked to, so
 * a slow client slows its own reader down.
 */
final class CatchUp implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final StateFeed feed;
  private final long behind;
  private final Executor workers;
  private final Runnable released;

  // Used by one worker at a time.
  private @Nullable EventSource reader;
  private boolean closed;

  /**
   * Reads nothing yet.
   *
   * @param released called once, when it is closed
   */
  CatchUp(StateFeed feed, long behind, Executor workers, Runnable released) {
    this.feed = feed;
    this.behind = behind;
    this.workers = workers;
    this.released = released;
  }

  /**
   * Reads some items, none if there are none yet. Not to be called again before it has answered.
   *
   * @param answer called on the context with the items, or with what went wrong
   */
  void read(Context context, BiConsumer<List<FeedItem>, @Nullable RuntimeException> answer) {
    workers.execute(
        () -> {
          List<FeedItem> items = List.of();
          RuntimeException failure = null;
          try {
            items = poll();
          } catch (RuntimeException e) {
            failure = e;
          }
          List<FeedItem> found = items;
          RuntimeException failed = failure;
          context.runOnContext(ignored -> answer.accept(found, failed));
        });
  }

  private synchronized List<FeedItem> poll() {
    if (closed) {
      return List.of();
    }
    if (reader == null) {
      reader = feed.readerBehind(behind);
    }
    return reader.poll(POLL).stream().map(FeedItem::of).toList();
  }

  /** Closes the connection, on a worker: that may block. */
  @Override
  public void close() {
    workers.execute(
        () -> {
          try {
            closeReader();
          } finally {
            released.run();
          }
        });
  }

  private synchronized void closeReader() {
    closed = true;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
