// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The load, the faults, and what is left of them at the end. For one thread. */
final class Soak {
  static final String STALE = "stale reads";
  static final String WRONG = "wrong at rest";
  static final String CHECKED = "reads that could have been stale";
  static final String HIGHEST = "stale at the most, 95 % confidence";
  static final String NINES = "fresh for certain, 95 % confidence";
  static final String CHANGES = "changes";
  static final String FAULTS = "faults";
  static final String BLIND = "closed time, longest behind";

  private static final Duration LONGEST_GAP = Duration.ofMinutes(1);
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Even a short soak has each fault once. */
  private static final int LEAST_FAULTS = 5;

  /** Of the time between two faults the first lasts one part. */
  private static final int OUTAGE_PART = 3;

  private final Rig rig;
  private final Duration gap;
  private final Duration outage;
  private final int faults;
  private Duration longestBehind = Duration.ZERO;

  Soak(Rig rig, Duration endurance) {
    this.rig = rig;
    this.gap = shorter(LONGEST_GAP, endurance.dividedBy(LEAST_FAULTS));
    this.outage = shorter(LONGEST_OUTAGE, gap.dividedBy(OUTAGE_PART));
    this.faults =
        Math.max(LEAST_FAULTS, gap.isZero() ? 0 : Math.toIntExact(endurance.dividedBy(gap)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  List<Reading> measure() throws Exception {
    long changes;
    try (Load load = Load.start(rig)) {
      // Until there is something to be stale.
      await(() -> rig.history().staleness().reads() > 0, "read of a changed key");
      for (int number = 0; number < faults; number++) {
        Fault fault = rig.faults().get(number % rig.faults().size());
        fail(fault);
        watch(gap.minus(outage));
        load.check();
      }
      changes = load.stop();
    }
    int wrong = wrongAtRest();
    Staleness staleness = rig.history().staleness();
    return List.of(
        new Reading(STALE, staleness.stale()),
        new Reading(WRONG, wrong),
        new Reading(CHECKED, staleness.reads()),
        new Reading(HIGHEST, staleness.highestRate() * 1e6),
        new Reading(NINES, staleness.nines()),
        new Reading(CHANGES, changes),
        new Reading(FAULTS, faults),
        new Reading(BLIND, longestBehind.toMillis() / 1e3));
  }

  private void fail(Fault fault) {
    fault.strike().run();
    try {
      watch(outage);
      Duration behind = behind();
      if (fault.isBlinding() && behind.compareTo(outage.dividedBy(2)) < 0) {
        throw new IllegalStateException(
            "%s: found closed time %s behind after %s, expected it to stand still"
                .formatted(fault.name(), behind, outage));
      }
    } finally {
      fault.heal().run();
    }
  }

  /** Waits, and looks how far the nodes are behind. */
  private void watch(Duration during) {
    long endNanos = System.nanoTime() + during.toNanos();
    while (endNanos - System.nanoTime() > 0) {
      Duration behind = behind();
      longestBehind = behind.compareTo(longestBehind) > 0 ? behind : longestBehind;
      Pace.rest(LOOK);
    }
  }

  private Duration behind() {
    return Duration.between(rig.closedTime(), Instant.now());
  }

  /** Reads every key on every node once all that was ever published is applied. */
  private int wrongAtRest() {
    Instant end = Instant.now();
    await(() -> rig.closedTime().isAfter(end), "node that has applied everything");
    int wrong = 0;
    for (int node = 0; node < Rig.NODES; node++) {
      for (int key = 0; key < Rig.KEYS; key++) {
        long version = Value.version(rig.region(node).get(rig.key(key), rig.source()));
        wrong += version == rig.history().version(key) ? 0 : 1;
      }
    }
    return wrong;
  }

  /** Something to come true. */
  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition, String what) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException("soak: found no " + what + " after " + PATIENCE);
      }
      Pace.rest(LOOK);
    }
  }
}
