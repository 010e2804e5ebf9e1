// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened; closes all of it, the last first. Safe for any thread. */
final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Notes something that ends with this. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /**
   * Closes all that was added since; idempotent.
   *
   * @throws IllegalStateException if something could not be closed; the rest is
   */
  @Override
  public synchronized void close() {
    IllegalStateException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("not closed: " + e, e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
