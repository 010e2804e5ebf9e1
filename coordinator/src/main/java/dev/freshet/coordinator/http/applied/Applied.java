// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.registry.AppliedReport;
import dev.freshet.registry.MemberId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far something is applied on the live nodes that have a cache. Immutable.
 *
 * @param known whether it is known which nodes there are
 * @param nodes how many there are
 * @param waiting those on which it is not applied, or that have not said so yet
 * @param slowest the one that comes or came last, where that is known
 */
public record Applied(boolean known, int nodes, List<MemberId> waiting, Optional<Slowest> slowest) {
  private static final int MOST_NAMED = 20;

  /** Nobody knows yet which nodes there are. */
  static final Applied UNKNOWN = new Applied(false, 0, List.of(), Optional.empty());

  /**
   * A node, and how far behind it was.
   *
   * @param delay empty if it did not know
   */
  public record Slowest(MemberId node, Optional<Duration> delay) {}

  public Applied {
    waiting = List.copyOf(waiting);
  }

  static Applied of(AppliedReport report) {
    return new Applied(
        true,
        report.nodes(),
        report.waiting(),
        report.slowest().map(node -> new Slowest(node, report.slowestDelay())));
  }

  /** Both, of which the other was asked of the same snapshot. */
  Applied and(Applied other) {
    Set<MemberId> all = new LinkedHashSet<>(waiting);
    all.addAll(other.waiting);
    boolean first = !waiting.isEmpty() || other.waiting.isEmpty();
    return new Applied(
        known && other.known,
        Math.max(nodes, other.nodes),
        List.copyOf(all),
        first ? slowest : other.slowest);
  }

  Applied withSlowest(Slowest last) {
    return new Applied(known, nodes, waiting, Optional.of(last));
  }

  /** Whether no node is waited for. */
  public boolean isComplete() {
    return known && waiting.isEmpty();
  }

  /** The schema {@code Applied} of the API document. */
  public JsonObject toJson() {
    JsonArray named = new JsonArray();
    waiting.stream().limit(MOST_NAMED).forEach(node -> named.add(node.toString()));
    JsonObject json =
        new JsonObject()
            .put("state", !known ? "unknown" : isComplete() ? "applied" : "pending")
            .put("applied", nodes - waiting.size())
            .put("nodes", nodes)
            .put("waitingNodes", waiting.size())
            .put("waiting", named);
    slowest.ifPresent(
        one -> {
          JsonObject node = new JsonObject().put("node", one.node().toString());
          one.delay().ifPresent(delay -> node.put("delayMs", delay.toMillis()));
          json.put("slowest", node);
        });
    return json;
  }
}
