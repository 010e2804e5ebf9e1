// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The newest lines of a process, and a way to wait for one. Safe for any thread. */
final class ProcessOutput {

  private static final int KEPT_LINES = 5_000;

  // Guarded by this, as is ended: a waiter must see both or neither of a line and its notice.
  private final Deque<String> lines = new ArrayDeque<>();
  private long dropped;
  private boolean ended;

  synchronized void add(String line) {
    if (lines.size() == KEPT_LINES) {
      lines.removeFirst();
      dropped++;
    }
    lines.addLast(line);
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The first kept line with a match; empty if none came within the timeout or before the end. */
  synchronized Optional<String> await(String regex, Duration timeout) {
    Pattern pattern = Pattern.compile(regex);
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    long seen = 0;
    while (true) {
      Optional<String> found =
          lines.stream()
              .skip(Math.max(0, seen - dropped))
              .filter(line -> pattern.matcher(line).find())
              .findFirst();
      long leftNanos = deadlineNanos - System.nanoTime();
      if (found.isPresent() || ended || leftNanos <= 0) {
        return found;
      }
      seen = dropped + lines.size();
      awaitChange(leftNanos);
    }
  }

  /**
   * Blocks until there is no more to come, but for {@code timeout} at the most: a child of the
   * process may hold its output open.
   */
  synchronized void awaitEnd(Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    for (long leftNanos = timeout.toNanos();
        !ended && leftNanos > 0;
        leftNanos = deadlineNanos - System.nanoTime()) {
      awaitChange(leftNanos);
    }
  }

  // A wake-up without a change is harmless: the caller's loop looks again.
  @SuppressWarnings("WaitNotInLoop")
  private void awaitChange(long leftNanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a line was awaited", interrupted);
    }
  }
}
