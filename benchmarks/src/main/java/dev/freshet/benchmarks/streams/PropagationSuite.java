// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * At 1,000 events a second, half of the changes are gone from another process within 1.3 times what
 * a bare relay takes over the same two hops, and 99 in 100 within 1.5 times.
 */
public final class PropagationSuite implements Suite {
  private static final List<Integer> PER_SECOND = List.of(100, 1_000, 5_000);
  private static final int WITH_BUDGET = 1_000;
  private static final double TIMES_P50 = 1.3;
  private static final double TIMES_P99 = 1.5;
  private static final String P50 = "p50";
  private static final String P99 = "p99";
  private static final String P999 = "p99.9";
  private static final double NANOS_PER_MICRO = 1e3;

  @Override
  public String name() {
    return "propagation";
  }

  @Override
  public String title() {
    return "from publishing an event until its change is gone from a node in another JVM";
  }

  @Override
  public Trials open(Effort effort) {
    Propagation rig = new Propagation(effort);
    List<Trial> trials = new ArrayList<>();
    for (int perSecond : PER_SECOND) {
      int rounds = perSecond == WITH_BUDGET ? effort.rounds() : effort.fewRounds();
      String relay = "bare relay, linger.ms=0, %,d/s".formatted(perSecond);
      trials.add(
          new Trial(
                  relay,
                  List.of(micros(P50), micros(P99), micros(P999)),
                  () -> readings(rig.copies(perSecond)))
              .inRounds(rounds));
      trials.add(
          new Trial(
                  "event to gone, %,d/s".formatted(perSecond),
                  claims(relay, perSecond == WITH_BUDGET),
                  () -> readings(rig.events(perSecond)))
              .inRounds(rounds));
    }
    return Trials.of(trials, rig::close);
  }

  private static Claim micros(String metric) {
    return Claim.of(metric, "us");
  }

  private static List<Claim> claims(String relay, boolean withBudget) {
    Claim p50 = micros(P50).beside(relay);
    Claim p99 = micros(P99).beside(relay);
    Claim p999 = micros(P999).beside(relay);
    return withBudget
        ? List.of(p50.atMostTimes(TIMES_P50), p99.atMostTimes(TIMES_P99), p999)
        : List.of(p50, p99, p999);
  }

  private static List<Reading> readings(Delays delays) {
    return List.of(
        new Reading(P50, delays.p50Nanos() / NANOS_PER_MICRO),
        new Reading(P99, delays.p99Nanos() / NANOS_PER_MICRO),
        new Reading(P999, delays.p999Nanos() / NANOS_PER_MICRO));
  }
}
