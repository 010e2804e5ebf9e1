// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.rule.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Sends events that happened through two rule books, and adds up what each would have done. Belongs
 * to one thread; keeps a bounded amount, however many events there are and in whatever order they
 * come.
 */
public final class Replay {
  /** Up to so many different targets, they are counted and not estimated. */
  public static final int EXACT_TARGETS = 50_000;

  /** A month: up to so many minutes with events, each minute counts for itself. */
  public static final int EXACT_MINUTES = 31 * 24 * 60;

  private static final int TOP_TARGETS = 5;
  private static final int DETAILS = 5;

  private final RuleBook before;
  private final RuleBook after;
  private final Tally tallyBefore;
  private final Tally tallyAfter;
  private final Minutes minutes;
  private final Sampler newlyMatched = new Sampler();
  private final Sampler noLongerMatched = new Sampler();
  private final Sampler newlyFailing = new Sampler();
  private long events;
  private Instant from = Instant.MAX;
  private Instant to = Instant.MIN;

  /** Compares two books. */
  public Replay(RuleBook before, RuleBook after) {
    this(before, after, EXACT_TARGETS, EXACT_MINUTES);
  }

  Replay(RuleBook before, RuleBook after, int exactTargets, int exactMinutes) {
    this.before = before;
    this.after = after;
    this.tallyBefore = new Tally(exactTargets);
    this.tallyAfter = new Tally(exactTargets);
    this.minutes = new Minutes(exactMinutes);
  }

  /**
   * Takes an event; never throws for what it holds.
   *
   * @param storedAt when the event was stored, which decides about rules that expire
   */
  public void accept(Instant storedAt, DomainEvent event) {
    events++;
    from = storedAt.isBefore(from) ? storedAt : from;
    to = storedAt.isAfter(to) ? storedAt : to;
    MatchResult then = before.match(event, storedAt);
    MatchResult now = after.match(event, storedAt);
    Set<Target> targetsThen = tallyBefore.add(then);
    Set<Target> targetsNow = tallyAfter.add(now);
    minutes.add(storedAt, targetsThen.size(), targetsNow.size());
    if (!targetsThen.containsAll(targetsNow)) {
      newlyMatched.add(storedAt, event, () -> missing(now, targetsThen));
    }
    if (!targetsNow.containsAll(targetsThen)) {
      noLongerMatched.add(storedAt, event, () -> missing(then, targetsNow));
    }
    sampleFailures(storedAt, event, then, now);
  }

  private void sampleFailures(
      Instant storedAt, DomainEvent event, MatchResult then, MatchResult now) {
    if (now.failures().isEmpty()) {
      return;
    }
    Set<String> failedThen = then.failures().stream().map(Replay::rule).collect(Collectors.toSet());
    List<String> messages =
        now.failures().stream()
            .filter(failure -> !failedThen.contains(rule(failure)))
            .map(Outcome.Failed::message)
            .limit(DETAILS)
            .toList();
    if (!messages.isEmpty()) {
      newlyFailing.add(storedAt, event, () -> messages);
    }
  }

  private static String rule(Outcome outcome) {
    return outcome.rule().ruleSet() + "/" + outcome.rule().id();
  }

  /** The targets of enforced rules that the other side lacks. */
  private static List<String> missing(MatchResult result, Set<Target> others) {
    return result.outcomes().stream()
        .filter(Outcome.Invalidates.class::isInstance)
        .map(Outcome.Invalidates.class::cast)
        .filter(outcome -> outcome.rule().mode() == Mode.ENFORCE)
        .flatMap(
            outcome ->
                outcome.targets().stream()
                    .filter(target -> !others.contains(target))
                    .map(target -> target.text() + " by rule " + rule(outcome)))
        .limit(DETAILS)
        .toList();
  }

  /** What the events so far come to. */
  public BlastRadius blastRadius() {
    Set<String> newlyWide = new TreeSet<>(tallyAfter.wide());
    newlyWide.removeAll(tallyBefore.wide());
    return new BlastRadius(
        events,
        events == 0 ? null : new BlastRadius.Period(from, to),
        tallyBefore.side(minutes.before(), TOP_TARGETS),
        tallyAfter.side(minutes.after(), TOP_TARGETS),
        List.copyOf(newlyWide),
        newlyMatched.sampled(),
        noLongerMatched.sampled(),
        newlyFailing.sampled());
  }
}
