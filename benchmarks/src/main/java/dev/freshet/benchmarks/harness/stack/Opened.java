// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened; closes all of it, the last first. Safe for any thread. */
public final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Notes something that ends with this. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
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
        failure =
            failure == null
                ? new IllegalStateException(
                    "what was opened: cannot be closed: " + e.getMessage(), e)
                : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
