// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.cache.RegionStats;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.registry.client.Reading;
import dev.freshet.worker.log.LogHealth;
import dev.freshet.worker.preload.JobProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What should hold of a node, as pure decisions. Worded so that {@code TRUE} is good. */
final class Health {
  private Health() {}

  /** Whether the node hears of what is invalidated. */
  static Reading logFollowed(LogHealth log) {
    String message = log.message();
    return switch (log.kind()) {
      case STARTING -> Reading.unknown("Starting", message);
      case FOLLOWING -> Reading.holds("Following");
      case UNREACHABLE -> Reading.fails("Unreachable", message);
      case SCHEMA_REGISTRY_AWAY -> Reading.fails("SchemaRegistryAway", message);
      case STARTING_OVER -> Reading.fails("StartingOver", message);
      case CATCHING_UP -> Reading.fails("CatchingUp", message);
    };
  }

  /**
   * Whether L2 answers. While the circuit only lets a few calls through that is not known to be so
   * again: else a store that stays away would seem to come and go.
   */
  static Reading l2Available(CircuitState circuit) {
    return switch (circuit) {
      case CLOSED -> Reading.holds("CircuitClosed");
      case OPEN -> Reading.fails("CircuitOpen", "L1 and the loaders serve");
      case HALF_OPEN -> Reading.fails("CircuitHalfOpen", "a few calls are tried");
    };
  }

  /** Whether no region has been without news for longer than it may be. */
  static Reading fresh(List<RegionStats> regions, Optional<Instant> closedTime) {
    String blind =
        regions.stream()
            .filter(RegionStats::isBlind)
            .map(RegionStats::region)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!blind.isEmpty()) {
      return Reading.fails("Blind", "heard nothing for longer than allowed: " + blind);
    }
    return closedTime.isPresent()
        ? Reading.holds("Closed")
        : Reading.unknown("ClosedTimeUnknown", "");
  }

  /** Whether all that the node was to warm when it joined is done, as far as it could be. */
  static Reading preloaded(List<JobProgress> jobs) {
    String failed = listed(jobs, job -> job.state() == JobProgress.State.FAILED);
    if (!failed.isEmpty()) {
      return Reading.fails("Failed", failed);
    }
    String late = listed(jobs, JobProgress::isLate);
    if (!late.isEmpty()) {
      return Reading.fails("Late", late);
    }
    String underway = listed(jobs, job -> !job.state().isOver());
    return underway.isEmpty()
        ? Reading.holds("Preloaded")
        : Reading.unknown("Preloading", underway);
  }

  private static String listed(List<JobProgress> jobs, Predicate<JobProgress> which) {
    return jobs.stream()
        .filter(which)
        .map(
            job ->
                job.job()
                    + ": "
                    + job.warm()
                    + " of "
                    + job.total()
                    + " keys warm"
                    + (job.reason().isEmpty() ? "" : ", " + job.reason()))
        .collect(Collectors.joining("; "));
  }

  /**
   * Whether all open regions are as they are declared by now. What is open stays as it was: of a
   * region with other keys or tags, rules by now name what its entries do not carry.
   */
  static Reading regionsCurrent(List<String> outdated) {
    return outdated.isEmpty()
        ? Reading.holds("AsDeclared")
        : Reading.fails(
            "RestartNeeded",
            "declared otherwise since they were opened, or no more: "
                + String.join(", ", outdated));
  }
}
