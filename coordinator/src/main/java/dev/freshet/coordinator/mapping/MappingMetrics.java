// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.Kind;
import dev.freshet.coordinator.held.Orders;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.Mode;
import io.micrometer.core.instrument.MeterRegistry;

/** What the topology counts. Safe for any thread. */
final class MappingMetrics {
  private final BoundedCounters events;
  private final BoundedCounters matches;
  private final BoundedCounters commands;
  private final BoundedCounters heldCommands;
  private final BoundedCounters mergedCommands;
  private final BoundedCounters overflows;
  private final BoundedCounters limited;
  private final BoundedCounters shadowCommands;
  private final BoundedCounters shadowFailures;
  private final BoundedCounters deadLetters;

  MappingMetrics(MeterRegistry meters) {
    events = new BoundedCounters(meters, "freshet.events", "type", "outcome");
    matches = new BoundedCounters(meters, "freshet.rule.matches", "rule", "mode");
    commands = new BoundedCounters(meters, "freshet.commands", "rule");
    heldCommands = new BoundedCounters(meters, "freshet.commands.held", "rule", "kind");
    mergedCommands = new BoundedCounters(meters, "freshet.commands.merged", "rule", "kind");
    overflows = new BoundedCounters(meters, "freshet.commands.overflowed", "kind");
    limited = new BoundedCounters(meters, "freshet.rule.limited", "rule");
    shadowCommands = new BoundedCounters(meters, "freshet.shadow.commands", "rule");
    shadowFailures = new BoundedCounters(meters, "freshet.shadow.failures", "rule");
    deadLetters = new BoundedCounters(meters, "freshet.dlq", "reason");
  }

  /** A rule as {@code set/id}. */
  static String name(Outcome.RuleRef rule) {
    return name(rule.ruleSet(), rule.id());
  }

  static String name(String ruleSet, String id) {
    return ruleSet + "/" + id;
  }

  void undecodable() {
    events.add(1, "unknown", "undecodable");
  }

  /** An event that has passed all rules; of one that failed in part, the failure counts. */
  void mapped(String type, boolean commanded, boolean failed) {
    events.add(1, type, failed ? "failed" : commanded ? "mapped" : "unmatched");
  }

  void matched(Outcome.Invalidates match) {
    String rule = name(match.rule());
    matches.add(1, rule, match.rule().mode().text());
    if (match.rule().mode() == Mode.SHADOW) {
      shadowCommands.add(match.targets().size(), rule);
    }
  }

  /** A command was written, under a rule as set/id. */
  void commanded(String rule) {
    commands.add(1, rule);
  }

  void held(Orders.Order order) {
    heldCommands.add(1, name(order.rule()), order.kind().text());
  }

  /** A held command stands for one more event. */
  void merged(Orders.Order order) {
    mergedCommands.add(1, name(order.rule()), order.kind().text());
  }

  /** A command could not be held, as too many are. */
  void overflowed(Kind kind) {
    overflows.add(1, kind.text());
  }

  /** So many commands were not sent, and whole regions instead. */
  void limited(String rule, int count) {
    limited.add(count, rule);
  }

  void failedInShadow(Outcome.RuleRef rule) {
    shadowFailures.add(1, name(rule));
  }

  void deadLetter(String reason) {
    deadLetters.add(1, reason);
  }
}
