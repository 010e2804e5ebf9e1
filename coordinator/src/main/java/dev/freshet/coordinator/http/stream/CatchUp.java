// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads for one client what is no longer, or not yet, in the ring. It reads when it is asked to, so
 * a slow client slows its own reader down. Few may read at one time; the others wait for their
 * turn.
 */
final class CatchUp implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final StateFeed feed;
  private final long behind;
  private final Executor workers;
  private final Semaphore turns;

  // Used by one worker at a time.
  private @Nullable EventSource reader;
  private boolean hasTurn;
  // Volatile: whoever closes it does not wait for the worker that reads.
  private volatile boolean closed;

  /**
   * Reads nothing yet.
   *
   * @param turns as many as there may be readers at one time
   */
  CatchUp(StateFeed feed, long behind, Executor workers, Semaphore turns) {
    this.feed = feed;
    this.behind = behind;
    this.workers = workers;
    this.turns = turns;
  }

  /** What reading gave. */
  sealed interface Answer {}

  /** Items; none if there are none yet. */
  record Read(List<FeedItem> items) implements Answer {}

  /** Others read, and this one has to ask again later. */
  record NoTurn() implements Answer {}

  /** It cannot be read now. */
  record Failed(RuntimeException cause) implements Answer {}

  /** Reads, and calls back on the context. Not to be called again before it has answered. */
  void read(Context context, Consumer<Answer> callback) {
    workers.execute(
        () -> {
          Answer answer = poll();
          context.runOnContext(ignored -> callback.accept(answer));
        });
  }

  private synchronized Answer poll() {
    try {
      if (closed) {
        return new Read(List.of());
      }
      if (!hasTurn && !turns.tryAcquire()) {
        return new NoTurn();
      }
      hasTurn = true;
      if (reader == null) {
        reader = feed.readerBehind(behind);
      }
      return new Read(reader.poll(POLL).stream().map(FeedItem::of).toList());
    } catch (RuntimeException e) {
      return new Failed(e);
    }
  }

  /** Closes the connection, on a worker: that may block. Reads that have not begun do not begin. */
  @Override
  public void close() {
    closed = true;
    workers.execute(this::closeReader);
  }

  private synchronized void closeReader() {
    try {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    } finally {
      if (hasTurn) {
        hasTurn = false;
        turns.release();
      }
    }
  }
}
