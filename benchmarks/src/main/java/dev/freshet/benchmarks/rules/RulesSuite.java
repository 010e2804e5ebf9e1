// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.rules;

import static dev.freshet.benchmarks.harness.Jmh.allocation;
import static dev.freshet.benchmarks.harness.Jmh.time;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Jmh;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.List;
import java.util.Map;

/**
 * An event with three matching rules: at most 2 us without conditions, and with 10,000 rules at
 * most 1.1 times as long as with 10.
 */
public final class RulesSuite implements Suite {
  private static final double MATCH_NANOS = 2_000;
  private static final double TIMES_OF_FEW = 1.1;
  private static final String BY_HAND = "the same targets by hand";
  private static final String FEW = "match, 10 rules";

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String title() {
    return "an event that three rules with three outputs each match";
  }

  @Override
  public Trials open(Effort effort) {
    return Trials.of(
        List.of(
            trial(BY_HAND, "byHand", 10, false, time(), effort),
            trial(FEW, "match", 10, false, time().beside(BY_HAND).atMost(MATCH_NANOS), effort),
            trial(
                "match, 10,000 rules",
                "match",
                10_000,
                false,
                time().beside(FEW).atMostTimes(TIMES_OF_FEW),
                effort),
            trial(
                "match, 10 rules, three conditions",
                "match",
                10,
                true,
                time().beside(FEW),
                effort)));
  }

  private static Trial trial(
      String subject, String method, int rules, boolean conditions, Claim time, Effort effort) {
    Map<String, String> parameters =
        Map.of("rules", Integer.toString(rules), "conditions", Boolean.toString(conditions));
    return new Trial(
        subject,
        List.of(time, allocation()),
        Jmh.of(Matching.class, method, parameters).with(effort));
  }
}
