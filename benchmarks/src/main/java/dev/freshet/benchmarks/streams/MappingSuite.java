// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.List;

/**
 * With 1,000 rules a coordinator maps at least 0.6 times as many events a second as a bare Streams
 * application copies records, and with 10,000 rules an event takes at most 1.1 times as long as
 * with 10.
 */
public final class MappingSuite implements Suite {
  private static final String TIME = "time";
  private static final String RELAY = "bare Streams pass-through";

  /** 0.6 of the rate. */
  private static final double TIMES_OF_RELAY = 1.67;

  private static final double TIMES_OF_FEW = 1.1;
  private static final int LEAST_BACKLOG = 2_000;
  private static final int MOST_BACKLOG = 100_000;
  private static final int BACKLOGS_PER_FILL = 10;

  @Override
  public String name() {
    return "mapping";
  }

  @Override
  public String title() {
    return "a backlog of events through a coordinator, one command each";
  }

  @Override
  public Trials open(Effort effort) {
    int backlog =
        Math.min(MOST_BACKLOG, Math.max(LEAST_BACKLOG, effort.fills() / BACKLOGS_PER_FILL));
    Mapping rig = new Mapping(backlog);
    String few = subject(10);
    return Trials.of(
        List.of(
            new Trial(
                RELAY, List.of(claim()), () -> List.of(new Reading(TIME, rig.copiedMicros()))),
            mapping(rig, 10, claim().beside(RELAY)),
            mapping(rig, 1_000, claim().beside(RELAY).atMostTimes(TIMES_OF_RELAY)),
            mapping(rig, 10_000, claim().beside(few).atMostTimes(TIMES_OF_FEW))),
        rig::close);
  }

  private static Claim claim() {
    return Claim.of(TIME, "us/event");
  }

  private static Trial mapping(Mapping rig, int rules, Claim claim) {
    return new Trial(
        subject(rules), List.of(claim), () -> List.of(new Reading(TIME, rig.mappedMicros(rules))));
  }

  private static String subject(int rules) {
    return "mapping, %,d rules".formatted(rules);
  }
}
