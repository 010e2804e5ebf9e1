// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a member is by its own word. Immutable.
 *
 * @param hasRun whether this incarnation has been running; then it is never taken to be starting
 *     again, its conditions say what is wrong
 * @param draining whether it shuts down
 * @param conditions empty until it has run
 * @param circuitOpen whether it leaves its L2 store alone
 * @param closedTimeMs as in its heartbeat
 */
record Health(
    boolean hasRun,
    boolean draining,
    List<MemberCondition> conditions,
    boolean circuitOpen,
    Optional<Long> closedTimeMs) {

  private static final String SHUTS_DOWN = "shuts down";

  private static final String FRESH = "Fresh";
  private static final String L2_AVAILABLE = "L2Available";

  /** Of a member that has said nothing yet. */
  static final Health UNKNOWN = new Health(false, false, List.of(), false, Optional.empty());

  Health {
    conditions = List.copyOf(conditions);
  }

  /** As far as an entry tells; the next heartbeat tells the rest. */
  static Health of(RegistryEntry entry) {
    MemberStatus state = entry.getState();
    List<MemberCondition> conditions = entry.getConditions();
    boolean drains = state == MemberStatus.DRAINING;
    boolean draining =
        drains && (entry.getDrain().isEmpty() || entry.getReason().equals(SHUTS_DOWN));
    // Not every member has conditions. None drains by order alone before it has run.
    boolean hasRun = state == MemberStatus.UP || (drains && !draining) || !conditions.isEmpty();
    return new Health(
        hasRun, draining, conditions, isFalse(conditions, L2_AVAILABLE), Optional.empty());
  }

  /** What the next heartbeat of the same incarnation says. */
  Health next(Heartbeat heartbeat) {
    boolean runs = hasRun || heartbeat.getPhase() == MemberPhase.RUNNING;
    return new Health(
        runs,
        heartbeat.getPhase() == MemberPhase.DRAINING,
        runs ? heartbeat.getConditions() : List.of(),
        runs && circuitOpen(heartbeat),
        heartbeat.getClosedTimeMs());
  }

  /** A circuit that tries whether it may close is open until it has. */
  private boolean circuitOpen(Heartbeat heartbeat) {
    return heartbeat
        .getCircuit()
        .map(now -> now == CircuitStatus.OPEN || (circuitOpen && now == CircuitStatus.HALF_OPEN))
        .orElse(false);
  }

  /** The state of a member of this health that is heard. */
  MemberState state(@Nullable DrainOrder order) {
    if (draining) {
      return new MemberState.Draining(SHUTS_DOWN);
    }
    if (!hasRun) {
      return new MemberState.Joining();
    }
    if (order != null) {
      return new MemberState.Draining(
          "ordered by " + order.getBy() + order.getReason().map(why -> ": " + why).orElse(""));
    }
    return conditions.stream()
        .filter(condition -> condition.getStatus() == ConditionStatus.FALSE)
        .findFirst()
        .<MemberState>map(MemberState.Degraded::new)
        .orElseGet(MemberState.Up::new);
  }

  /** The condition that says that it does not know what became stale, if so. */
  Optional<MemberCondition> blindness() {
    return conditions.stream().filter(each -> isFalse(each, FRESH)).findFirst();
  }

  /** Whether the same conditions hold; that they say so in other words does not matter. */
  boolean isLike(Health other) {
    return hasRun == other.hasRun && held(conditions).equals(held(other.conditions));
  }

  private static List<Held> held(List<MemberCondition> conditions) {
    return conditions.stream().map(each -> new Held(each.getType(), each.getStatus())).toList();
  }

  private record Held(String type, ConditionStatus status) {}

  private static boolean isFalse(List<MemberCondition> conditions, String type) {
    return conditions.stream().anyMatch(each -> isFalse(each, type));
  }

  private static boolean isFalse(MemberCondition condition, String type) {
    return condition.getStatus() == ConditionStatus.FALSE && condition.getType().equals(type);
  }
}
