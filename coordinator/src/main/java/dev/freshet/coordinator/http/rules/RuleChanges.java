// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.proposal.Proposal;
import dev.freshet.coordinator.proposal.ShadowFirst;
import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.schema.EventTypes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts rule files in force. Safe for any thread. */
final class RuleChanges implements Operations {
  private final RuleSetPublisher publisher;
  private final EventCatalogue catalogue;
  private final PastEvents past;
  private final InstantSource clock;
  private final Guard guard;

  RuleChanges(
      RuleSetPublisher publisher,
      EventCatalogue catalogue,
      PastEvents past,
      InstantSource clock,
      Guard guard) {
    this.publisher = publisher;
    this.catalogue = catalogue;
    this.past = past;
    this.clock = clock;
    this.guard = guard;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .blocking("putRuleSet", guard.before(this::put))
        .blocking("applyRules", guard.before(this::applyAll));
  }

  private Answer put(Exchange exchange) throws IOException {
    String name = exchange.text("name");
    Change change = Change.ofQuery(exchange);
    Caution caution = Caution.of(exchange, change);
    GivenFiles given = GivenFiles.ofSet(name, exchange);
    List<RuleSetRevision> current = publisher.current();
    RuleSetForm.checkMatch(
        exchange,
        current.stream().filter(one -> one.getName().equals(name)).findFirst().orElse(null));
    return apply(new Wish(given, current, Map.of()), change, caution);
  }

  private Answer applyAll(Exchange exchange) {
    JsonObject body = exchange.bodyAsObject();
    Change change = Change.ofBody(exchange);
    Map<String, Expected> expected = new HashMap<>();
    body.getJsonObject("expected", new JsonObject())
        .forEach(
            entry ->
                expected.put(
                    entry.getKey(), Expected.revision(((Number) entry.getValue()).longValue())));
    return apply(
        new Wish(GivenFiles.of(body), publisher.current(), expected),
        change,
        Caution.of(exchange, change));
  }

  /**
   * What somebody wants in force.
   *
   * @param current the revisions that are
   * @param expected by set, the revision that is to be replaced, where that is said
   */
  private record Wish(
      GivenFiles given, List<RuleSetRevision> current, Map<String, Expected> expected) {

    Map<String, Expected> expected(Proposal proposal) {
      Map<String, Expected> all = new HashMap<>(proposal.expected());
      all.putAll(expected);
      return all;
    }
  }

  private Answer apply(Wish wish, Change change, Caution caution) {
    EventTypes types = catalogue.read();
    Proposal written = Proposal.of(wish.current(), wish.given().sources(), types);
    CheckReport report = written.check(RuleTrials.settings(clock));
    RuleTrials.requireNoErrors(report, wish.given());
    Outcome outcome = new Outcome(publisher, change);
    outcome.say("check", RuleTrials.form(report));
    Proposal proposal =
        caution.shadow()
            ? Proposal.of(wish.current(), inShadow(written, outcome).sets(), types)
            : written;
    RuleDiff diff = proposal.diff();
    outcome.say("diff", RuleTrials.form(diff));
    if (diff.isEmpty() && !proposal.changesText()) {
      return outcome.unchanged();
    }
    requireNarrow(proposal, caution, outcome);
    Map<String, Expected> expected = wish.expected(proposal);
    return outcome.of(
        change.dryRun()
            ? publisher.tryOut(proposal.sets(), change.by(), expected)
            : publisher.publish(proposal.sets(), change.by(), expected));
  }

  private static ShadowFirst inShadow(Proposal written, Outcome outcome) {
    ShadowFirst shadow = ShadowFirst.of(written);
    if (shadow.rules().isEmpty()) {
      throw ProblemException.of(
          ApiCode.NOTHING_TO_SHADOW,
          "mode=shadow: found no new or changed rule that is enforced; nothing was stored");
    }
    outcome.say(
        "shadow",
        new JsonObject()
            .put("rules", new JsonArray(List.copyOf(shadow.rules())))
            .put("suspended", new JsonArray(List.copyOf(shadow.suspended()))));
    return shadow;
  }

  private void requireNarrow(Proposal proposal, Caution caution, Outcome outcome) {
    if (caution.replay().isZero()) {
      return;
    }
    Blast blast =
        new Blast(past.replay(proposal.bookBefore(), proposal.bookAfter(), caution.replay()));
    if (!blast.aboveLimit().isEmpty() && !caution.force() && !outcome.isTrial()) {
      throw Refusals.tooWide(blast.aboveLimit());
    }
    outcome.say(blast);
  }
}
