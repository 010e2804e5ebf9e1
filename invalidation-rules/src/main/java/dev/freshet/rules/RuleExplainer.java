// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.condition.ConditionTrace;
import dev.freshet.rules.condition.ConditionTrace.Result;
import dev.freshet.rules.condition.Variables;
import dev.freshet.rules.explain.Reason;
import dev.freshet.rules.explain.RuleExplanation;
import dev.freshet.rules.explain.Verdict;
import dev.freshet.rules.rule.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains rules for one event. Whether a rule matches is what the rule itself says; only the
 * reasons are looked for here. Belongs to one thread.
 */
final class RuleExplainer {
  private final DomainEvent event;
  private final Instant at;
  private final Variables variables;

  RuleExplainer(DomainEvent event, Instant at) {
    this.event = event;
    this.at = at;
    this.variables = new Variables(event);
  }

  RuleExplanation explain(CompiledRule rule) {
    if (!rule.covers(event.type())) {
      return explained(rule, new Verdict.OtherEvent(rule.event()), List.of());
    }
    if (rule.ref().mode() == Mode.OFF) {
      return explained(rule, new Verdict.Off(), List.of());
    }
    if (!at.isBefore(rule.endsAt())) {
      return explained(rule, new Verdict.Expired(rule.endsAt()), List.of());
    }
    List<Outcome> outcomes = new ArrayList<>();
    rule.match(event, at, variables, outcomes);
    CompiledRule.When when = rule.condition();
    if (when == null) {
      return explained(rule, verdict(outcomes, List.of()), List.of());
    }
    ConditionTrace trace = ConditionTrace.of(when.condition(), variables);
    return explained(
        rule,
        verdict(outcomes, reasons(trace.deciding(), when)),
        reasons(trace.predicates(), when));
  }

  private static List<Reason> reasons(
      List<ConditionTrace.Predicate> predicates, CompiledRule.When when) {
    return predicates.stream().map(predicate -> Reason.of(predicate, when.places())).toList();
  }

  private static Verdict verdict(List<Outcome> outcomes, List<Reason> deciding) {
    List<Outcome.Failed> failures = new ArrayList<>();
    Outcome.Invalidates matched = null;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed) {
        failures.add(failed);
      } else if (outcome instanceof Outcome.Invalidates invalidates) {
        matched = invalidates;
      }
    }
    if (!failures.isEmpty()) {
      return failed(failures, deciding, matched == null ? List.of() : matched.targets());
    }
    return matched == null ? new Verdict.ConditionFalse(deciding) : match(matched);
  }

  /** The failure of a condition may quote what it read. */
  private static Verdict.Failed failed(
      List<Outcome.Failed> failures, List<Reason> deciding, List<Target> targets) {
    List<Reason> erring =
        deciding.stream().filter(reason -> reason.result() == Result.ERROR).toList();
    boolean hidden = erring.stream().anyMatch(Reason::isHidden);
    String shown = "condition: " + Reason.HIDDEN;
    return new Verdict.Failed(
        failures.stream()
            .map(one -> new Verdict.Failure(one.location(), hidden ? shown : one.reason()))
            .toList(),
        erring,
        targets);
  }

  private static Verdict.Match match(Outcome.Invalidates matched) {
    Delivery delivery = matched.delivery();
    Delivery.Bound bound = delivery.bound();
    return new Verdict.Match(
        matched.targets(),
        matched.widened().stream()
            .map(one -> new Verdict.Widened(one.location(), one.reason(), one.targets()))
            .toList(),
        bound == null
            ? new Verdict.Sending(delivery.timing(), null, List.of())
            : new Verdict.Sending(delivery.timing(), bound.rate(), bound.instead()));
  }

  private static RuleExplanation explained(
      CompiledRule rule, Verdict verdict, List<Reason> predicates) {
    Outcome.RuleRef ref = rule.ref();
    return new RuleExplanation(
        new RuleExplanation.Rule(
            ref.ruleSet(),
            ref.id(),
            ref.revision(),
            ref.mode(),
            rule.origin().owner(),
            rule.event(),
            rule.origin().location()),
        verdict,
        predicates);
  }
}
