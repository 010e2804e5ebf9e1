// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.proposal.Proposal;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.coordinator.rulesets.RuleSetHistory;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.schema.EventTypes;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Brings earlier rules back, and ends rule sets. Safe for any thread. */
final class RuleReturns implements Operations {
  private final RuleSetPublisher publisher;
  private final Guard guard;

  RuleReturns(RuleSetPublisher publisher, Guard guard) {
    this.publisher = publisher;
    this.guard = guard;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .blocking("rollBackRuleSet", guard.before(this::rollBack))
        .blocking("removeRuleSet", guard.before(this::remove));
  }

  private Answer rollBack(Exchange exchange) {
    Change change = Change.ofBody(exchange);
    long to = exchange.bodyAsObject().getLong("to");
    RuleSetHistory history = publisher.history(exchange.text("name"));
    RuleSetRevision current = current(exchange, history);
    RuleSetRevision target =
        history
            .get(to)
            .filter(revision -> !revision.getRemoved())
            .orElseThrow(() -> notFound(history.ruleSet(), "found no text of revision " + to));
    Proposal proposal =
        Proposal.of(publisher.current(), List.of(Revisions.source(target)), EventTypes.NONE);
    Outcome outcome = new Outcome(publisher, change);
    outcome.say("diff", RuleTrials.form(proposal.diff()));
    if (current != null && current.getContentHash().equals(target.getContentHash())) {
      return outcome.unchanged();
    }
    Expected expected = Expected.revision(history.current());
    return outcome.of(
        change.dryRun()
            ? publisher.tryOut(proposal.sets(), change.by(), Map.of(history.ruleSet(), expected))
            : List.of(rollBack(history.ruleSet(), to, change, expected)));
  }

  private RuleSetRevision rollBack(String name, long to, Change change, Expected expected) {
    try {
      return publisher.rollback(name, to, change.by(), expected);
    } catch (NoSuchElementException e) {
      throw gone(e);
    }
  }

  private Answer remove(Exchange exchange) {
    Change change = Change.ofQuery(exchange);
    RuleSetHistory history = publisher.history(exchange.text("name"));
    RuleSetRevision current = current(exchange, history);
    if (current == null) {
      throw notFound(history.ruleSet(), "found none, expected one to remove");
    }
    Outcome outcome = new Outcome(publisher, change);
    RuleDiff diff = RuleDiff.between(RuleSetForm.files(List.of(current)), List.of());
    outcome.say("diff", RuleTrials.form(diff));
    Expected expected = Expected.revision(current.getRevision());
    try {
      if (change.dryRun()) {
        publisher.tryOutRemoval(history.ruleSet(), change.by(), expected);
        return outcome.of(List.of());
      }
      return outcome.of(List.of(publisher.remove(history.ruleSet(), change.by(), expected)));
    } catch (NoSuchElementException e) {
      throw gone(e);
    }
  }

  /** The current revision, which is as the client says if it says anything. */
  private static @Nullable RuleSetRevision current(Exchange exchange, RuleSetHistory history) {
    RuleSetRevision current = history.get(history.current()).orElse(null);
    RuleSetForm.checkMatch(exchange, current);
    return current;
  }

  private static ProblemException notFound(String ruleSet, String what) {
    return ProblemException.of(HttpCode.NOT_FOUND, "rule set " + ruleSet + ": " + what);
  }

  /** Somebody else came between. */
  private static ProblemException gone(NoSuchElementException e) {
    return ProblemException.of(HttpCode.NOT_FOUND, String.valueOf(e.getMessage()));
  }
}
