// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, the last first; one that fails does not keep the others open. Safe for
 * any thread.
 */
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Has {@code resource} be closed before all that was added earlier. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    IllegalStateException failed = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failed == null) {
          failed = new IllegalStateException("closing failed", e);
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
