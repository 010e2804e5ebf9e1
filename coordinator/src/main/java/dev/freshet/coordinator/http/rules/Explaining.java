// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.applied.ReceiptOperations;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.DomainEvent;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.explain.ExplainJson;
import dev.freshet.rules.explain.Explanation;
import dev.freshet.rules.sample.EventFile;
import dev.freshet.rules.sample.WireTypes;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Why rules match an event, or do not. Safe for any thread; stores nothing. */
final class Explaining implements Operations {
  private static final String EVENT = "event";

  private final RuleBooks books;
  private final EventCatalogue catalogue;
  private final PastEvents past;
  private final String eventTopic;
  private final InstantSource clock;
  private final Guard guard;

  /**
   * The operation.
   *
   * @param books the rules in force
   * @param eventTopic the topic of short receipts
   */
  Explaining(
      RuleBooks books,
      EventCatalogue catalogue,
      PastEvents past,
      String eventTopic,
      InstantSource clock,
      Guard guard) {
    this.books = books;
    this.catalogue = catalogue;
    this.past = past;
    this.eventTopic = eventTopic;
    this.clock = clock;
    this.guard = guard;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.blocking("explainRules", guard.before(this::explain));
  }

  private Answer explain(Exchange exchange) {
    JsonObject body = exchange.bodyAsObject();
    if (body.containsKey(EVENT) == body.containsKey("receipt")) {
      throw invalid("", "found neither or both of event and receipt, expected one of them");
    }
    EventTypes types = isRead(body) ? catalogue.read() : EventTypes.NONE;
    PastEvents.Stored stored =
        body.containsKey(EVENT)
            ? new PastEvents.Stored(event(body.getJsonObject(EVENT), types), clock.instant())
            : past.at(ReceiptOperations.parse(eventTopic, body.getString("receipt")));
    Explanation explanation = book(body, types).explain(stored.event(), stored.at());
    Explanation wanted =
        Optional.ofNullable(body.getString("rule"))
            .map(rule -> only(explanation, rule))
            .orElse(explanation);
    return Answer.ok(new JsonObject(ExplainJson.render(wanted, body.getBoolean("all", false))));
  }

  /** Whether anything is held against schemas: an event of a topic brings its types along. */
  private static boolean isRead(JsonObject body) {
    return body.containsKey(EVENT) || body.containsKey("files");
  }

  private RuleBook book(JsonObject body, EventTypes types) {
    GivenFiles given = GivenFiles.of(body);
    if (given.sources().isEmpty()) {
      return books.book();
    }
    Compilation compilation = RuleBook.compile(given.sources(), types);
    if (compilation.hasErrors()) {
      throw Refusals.errors(compilation.allIssues(), given.pointers());
    }
    return compilation.book();
  }

  /** As rule authors write events; lines of what was encoded anew would mislead. */
  private static DomainEvent event(JsonObject event, EventTypes types) {
    try {
      return WireTypes.apply(EventFile.read(EVENT, event.encode()).get(0), types);
    } catch (InvalidRuleFileException e) {
      List<Finding> findings =
          e.issues().stream()
              .map(
                  issue ->
                      new Finding(
                          issue.code().code(), "/" + EVENT, 0, 0, issue.message(), issue.help()))
              .toList();
      throw ProblemException.of(
          HttpCode.INVALID_BODY, "body: /event " + findings.get(0).message(), findings);
    }
  }

  private static Explanation only(Explanation explanation, String rule) {
    Explanation one = explanation.only(rule);
    if (one.rules().isEmpty()) {
      throw invalid("/rule", "found no rule " + rule + ", expected an id or set/id");
    }
    return one;
  }

  private static ProblemException invalid(String pointer, String message) {
    return ProblemException.of(
        HttpCode.INVALID_BODY,
        "body: " + pointer + " " + message,
        List.of(Finding.at(HttpCode.INVALID_BODY, pointer, message)));
  }
}
