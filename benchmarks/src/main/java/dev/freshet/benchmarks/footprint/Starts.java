// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.stack.Server;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Supplier;

/** How long a server takes from the start of its JVM until it is ready. For one thread. */
final class Starts {
  private final Deque<Double> untoldMillis = new ArrayDeque<>();
  private final Supplier<Server> another;

  /**
   * @param first those that have started already: how long they took is told first
   * @param another starts one more, to be ended at once
   */
  Starts(Collection<Server> first, Supplier<Server> another) {
    first.forEach(this::started);
    this.another = another;
  }

  /** One more has started, which its owner ends. */
  final void started(Server server) {
    untoldMillis.add(millis(server));
  }

  /** How long the next one takes. */
  double nextMillis() {
    Double millis = untoldMillis.poll();
    if (millis != null) {
      return millis;
    }
    try (Server server = another.get()) {
      return millis(server);
    }
  }

  private static double millis(Server server) {
    return server.startup().toNanos() / 1e6;
  }
}
