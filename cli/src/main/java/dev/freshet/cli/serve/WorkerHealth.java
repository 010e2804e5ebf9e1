// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cache.RegionStats;
import dev.freshet.http.management.Health;
import dev.freshet.worker.FreshetNode;
import java.util.List;

/** Whether a worker should get requests. Safe for any thread; never blocks. */
final class WorkerHealth {
  private final FreshetNode node;
  private volatile boolean draining;

  WorkerHealth(FreshetNode node) {
    this.node = node;
  }

  /** From now on it should get no more. */
  void drain() {
    draining = true;
  }

  Health get() {
    return of(node.isReady(), blind(), draining);
  }

  private List<String> blind() {
    return node.stats().stream()
        .filter(RegionStats::isBlind)
        .map(RegionStats::region)
        .distinct()
        .toList();
  }

  /**
   * A node that has heard nothing for too long gets no requests: readiness is a staleness control.
   */
  static Health of(boolean logRead, List<String> blind, boolean draining) {
    return new Health(
        logRead,
        /* alive= */ true,
        List.of(
            new Health.Check(
                "log", logRead, logRead ? "the command log is read" : "reading the command log"),
            new Health.Check(
                "fresh",
                blind.isEmpty(),
                blind.isEmpty()
                    ? "no region has been without news for longer than it may"
                    : "without news for longer than allowed: " + String.join(", ", blind)),
            new Health.Check("serving", !draining, draining ? "stopping" : "not told to stop")));
  }
}
