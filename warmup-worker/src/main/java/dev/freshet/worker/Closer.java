// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened, the last first, each once and whatever the others do. Safe for any
 * thread; who calls while another closes waits for it.
 */
final class Closer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

  private final String node;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Closer(String node) {
    this.node = node;
  }

  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("closing failed node={}", node, e);
      }
    }
  }
}
