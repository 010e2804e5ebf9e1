// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.Region;
import dev.freshet.http.management.Health;
import dev.freshet.http.management.Health.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a node may be asked. It may not before it has read the command log, nor while a region of
 * it has heard nothing for longer than its {@code maxStaleness}: whoever routes requests then sends
 * them to nodes that see better.
 */
final class NodeHealth {
  private NodeHealth() {}

  static Health of(NodeView node) {
    boolean ready = node.isReady();
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "command-log",
            ready,
            ready
                ? "read; everything stored before "
                    + node.closedTime().map(Instant::toString).orElse("an unknown time")
                    + " is applied"
                : "not read to the end it had at the start"));
    checks.add(fresh(node));
    return new Health(ready, /* alive= */ true, checks);
  }

  private static Check fresh(NodeView node) {
    List<String> blind =
        node.openRegions().stream()
            .filter(region -> region.stats().isBlind())
            .map(NodeHealth::describe)
            .sorted()
            .toList();
    return blind.isEmpty()
        ? new Check("fresh", true, "no region has waited for invalidations for too long")
        : new Check("fresh", false, "heard nothing for longer than allowed: " + blind);
  }

  private static String describe(Region<?> region) {
    return region.settings().name() + " " + region.settings().staleness().maxStaleness();
  }
}
