// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.cache.RegionStats;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.worker.log.LogHealth;
import dev.freshet.worker.member.Conditions.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What should hold of a node, as pure decisions. Worded so that {@code TRUE} is good. */
final class Health {
  private static final String LOG_FOLLOWED = "LogFollowed";
  private static final String L2_AVAILABLE = "L2Available";
  private static final String FRESH = "Fresh";
  private static final String REGIONS_CURRENT = "RegionsCurrent";

  private Health() {}

  /** Whether the node hears of what is invalidated. */
  static Finding logFollowed(LogHealth log) {
    String message = log.message();
    return switch (log.kind()) {
      case STARTING -> new Finding(LOG_FOLLOWED, ConditionStatus.UNKNOWN, "Starting", message);
      case FOLLOWING -> new Finding(LOG_FOLLOWED, ConditionStatus.TRUE, "Following", message);
      case UNREACHABLE -> new Finding(LOG_FOLLOWED, ConditionStatus.FALSE, "Unreachable", message);
      case SCHEMA_REGISTRY_AWAY ->
          new Finding(LOG_FOLLOWED, ConditionStatus.FALSE, "SchemaRegistryAway", message);
      case STARTING_OVER ->
          new Finding(LOG_FOLLOWED, ConditionStatus.FALSE, "StartingOver", message);
      case CATCHING_UP -> new Finding(LOG_FOLLOWED, ConditionStatus.FALSE, "CatchingUp", message);
    };
  }

  /**
   * Whether L2 answers. While the circuit only lets a few calls through that is not known to be so
   * again: else a store that stays away would seem to come and go.
   */
  static Finding l2Available(CircuitState circuit) {
    return switch (circuit) {
      case CLOSED -> new Finding(L2_AVAILABLE, ConditionStatus.TRUE, "CircuitClosed", "");
      case OPEN ->
          new Finding(
              L2_AVAILABLE, ConditionStatus.FALSE, "CircuitOpen", "L1 and the loaders serve");
      case HALF_OPEN ->
          new Finding(
              L2_AVAILABLE, ConditionStatus.FALSE, "CircuitHalfOpen", "a few calls are tried");
    };
  }

  /** Whether no region has been without news for longer than it may be. */
  static Finding fresh(List<RegionStats> regions, Optional<Instant> closedTime) {
    String blind =
        regions.stream()
            .filter(RegionStats::isBlind)
            .map(RegionStats::region)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!blind.isEmpty()) {
      return new Finding(
          FRESH, ConditionStatus.FALSE, "Blind", "heard nothing for longer than allowed: " + blind);
    }
    return closedTime.isPresent()
        ? new Finding(FRESH, ConditionStatus.TRUE, "Closed", "")
        : new Finding(FRESH, ConditionStatus.UNKNOWN, "ClosedTimeUnknown", "");
  }

  /**
   * Whether all open regions are as they are declared by now. What is open stays as it was: of a
   * region with other keys or tags, rules by now name what its entries do not carry.
   */
  static Finding regionsCurrent(List<String> outdated) {
    return outdated.isEmpty()
        ? new Finding(REGIONS_CURRENT, ConditionStatus.TRUE, "AsDeclared", "")
        : new Finding(
            REGIONS_CURRENT,
            ConditionStatus.FALSE,
            "RestartNeeded",
            "declared otherwise since they were opened, or no more: "
                + String.join(", ", outdated));
  }
}
