// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rule sets of any size of which one rule is for a {@link Change}, and putting them in force. */
final class Rules {
  private static final int PER_SET = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Rules() {}

  /** So many rules; all but one are for events that never come. */
  static List<RuleSource> of(int count) {
    List<RuleSource> sources = new ArrayList<>();
    for (int start = 0; start < count; start += PER_SET) {
      String name = "set" + start / PER_SET;
      StringBuilder text =
          new StringBuilder(
              """
              apiVersion: freshet.dev/v1
              kind: InvalidationRules
              metadata: {name: %s, owner: bench}
              rules:
              """
                  .formatted(name));
      for (int rule = start; rule < Math.min(count, start + PER_SET); rule++) {
        text.append(
            "  - {id: rule%d, event: %s, invalidate: [{tag: \"%s{id}\"}]}%n"
                .formatted(rule, rule == 0 ? "bench.changed" : "other.type" + rule, Change.TAG));
      }
      sources.add(new RuleSource(name, name + ".yaml", 1, text.toString()));
    }
    return sources;
  }

  /**
   * Publishes rule sets and waits until the coordinator has them in force.
   *
   * @throws IllegalStateException if it does not take them
   */
  static void putInForce(Stack stack, Topics topics, List<RuleSource> sources) {
    try (RuleSetPublisher publisher =
        RuleSetPublisher.connect(stack.kafkaClient(), stack.registryUrl(), topics.environment())) {
      Confirmation found =
          publisher.awaitInForce(publisher.publish(sources, "benchmark", "to measure"), PATIENCE);
      if (!(found instanceof Confirmation.InForce)) {
        throw new IllegalStateException("rules: found " + found + ", expected them in force");
      }
    }
  }
}
