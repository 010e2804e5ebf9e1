// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands what one thread reads to another that waits for it, some pages ahead. One reader, one
 * taker.
 */
final class Handover<T> {
  /** Items in a page; rows are fetched by as many, too. */
  static final int PAGE = 500;

  private static final int PAGES_AHEAD = 2;

  private sealed interface Part<T> {
    record Items<T>(List<T> items) implements Part<T> {}

    record End<T>(long beyond) implements Part<T> {}

    record Failure<T>(Throwable cause) implements Part<T> {}
  }

  /** Takes an item. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T item) throws InterruptedException;
  }

  private final BlockingQueue<Part<T>> parts = new LinkedBlockingQueue<>();

  /** Pages may fill up; the end is always said. */
  private final Semaphore room = new Semaphore(PAGES_AHEAD);

  /** The reader's alone. */
  private List<T> page = new ArrayList<>();

  /** Hands an item over. Blocks while the taker is behind. */
  void add(T item) throws InterruptedException {
    page.add(item);
    if (page.size() == PAGE) {
      handPageOver();
    }
  }

  /** Nothing follows. */
  void end(long beyond) throws InterruptedException {
    if (!page.isEmpty()) {
      handPageOver();
    }
    parts.add(new Part.End<>(beyond));
  }

  /** Nothing follows, and why. What was not handed over yet is not. */
  void fail(Throwable cause) {
    parts.add(new Part.Failure<>(cause));
  }

  private void handPageOver() throws InterruptedException {
    room.acquire();
    parts.add(new Part.Items<>(page));
    page = new ArrayList<>();
  }

  /**
   * Takes all items, until nothing follows.
   *
   * @return what {@link #end} was told
   * @throws ReadFailedException with what {@link #fail} was told
   * @throws TimeoutException if the reader is not done at {@code deadlineNanos}
   */
  long takeAll(long deadlineNanos, Taker<T> taker)
      throws ReadFailedException, TimeoutException, InterruptedException {
    while (true) {
      Part<T> part = parts.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (part instanceof Part.Items<T> items) {
        room.release();
        for (T item : items.items()) {
          taker.take(item);
        }
      } else if (part instanceof Part.End<T> end) {
        return end.beyond();
      } else if (part instanceof Part.Failure<T> failure) {
        throw new ReadFailedException(failure.cause());
      } else {
        throw new TimeoutException();
      }
    }
  }

  /** The reader failed. */
  static final class ReadFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    final Throwable reason;

    ReadFailedException(Throwable reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
