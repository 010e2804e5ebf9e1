// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.stack.Server;
import java.util.function.Supplier;

/** How long a server takes from the start of its JVM until it is ready. For one thread. */
final class Starts {
  private final Supplier<Server> another;
  private double nextMillis;

  /**
   * @param first one that has started already: how long it took is told first
   * @param another starts one, to be ended at once
   */
  Starts(Server first, Supplier<Server> another) {
    this.nextMillis = millis(first);
    this.another = another;
  }

  /** How long the next one takes. */
  double nextMillis() {
    double millis = nextMillis;
    nextMillis = Double.NaN;
    if (!Double.isNaN(millis)) {
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
