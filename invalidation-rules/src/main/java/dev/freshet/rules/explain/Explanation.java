// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.events.DomainEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each rule of a book says about one event, and why. Immutable and safe for any thread.
 *
 * @param event the event
 * @param at when it was stored: what had expired by then does not match
 * @param rules in the order of the book, also those for events of other types
 */
public record Explanation(Subject event, Instant at, List<RuleExplanation> rules) {

  public Explanation {
    rules = List.copyOf(rules);
  }

  /** The event, without its data. */
  public record Subject(
      String id, String source, String type, @Nullable String subject, @Nullable Instant time) {

    /** The attributes of an event. */
    public static Subject of(DomainEvent event) {
      return new Subject(event.id(), event.source(), event.type(), event.subject(), event.time());
    }
  }

  /** Whether any rule matches, in whatever mode. */
  public boolean matched() {
    return rules.stream().anyMatch(rule -> rule.verdict() instanceof Verdict.Match);
  }

  /** Whether any rule, or one of its outputs, could not be worked out. */
  public boolean failed() {
    return rules.stream().anyMatch(rule -> rule.verdict() instanceof Verdict.Failed);
  }

  /** The rules for events of this type. */
  public List<RuleExplanation> concerned() {
    return rules.stream().filter(rule -> !(rule.verdict() instanceof Verdict.OtherEvent)).toList();
  }

  /** The same for some of the rules: those with an id, or one by {@code set/id}. */
  public Explanation only(String rule) {
    return new Explanation(
        event,
        at,
        rules.stream()
            .filter(one -> one.rule().id().equals(rule) || one.rule().name().equals(rule))
            .toList());
  }
}
