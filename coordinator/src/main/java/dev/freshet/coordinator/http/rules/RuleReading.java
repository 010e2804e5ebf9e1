// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.Page;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.rulesets.RuleSetHistory;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.Answer;
import dev.freshet.http.EntityTag;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.TreeMap;

/** What rule sets there are, and were. Safe for any thread. */
final class RuleReading implements Operations {
  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";

  private final RuleSetPublisher publisher;
  private final RuleBooks books;
  private final Guard guard;

  RuleReading(RuleSetPublisher publisher, RuleBooks books, Guard guard) {
    this.publisher = publisher;
    this.books = books;
    this.guard = guard;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .blocking("listRuleSets", guard.before(this::list))
        .blocking("getRuleSet", guard.before(this::get))
        .blocking("getRuleSetHistory", guard.before(this::history));
  }

  private Answer list(Exchange exchange) {
    TreeMap<String, RuleSetRevision> sets = new TreeMap<>();
    publisher.current().forEach(revision -> sets.put(revision.getName(), revision));
    Overview overview = new Overview(sets.values(), books.book());
    return Answer.ok(Page.of(exchange, sets, name -> name, overview::form));
  }

  private Answer get(Exchange exchange) {
    RuleSetHistory history = publisher.history(exchange.text("name"));
    Optional<Long> wanted = exchange.optional("revision").map(Long::valueOf);
    RuleSetRevision revision =
        history.get(wanted.orElse(history.current())).orElseThrow(() -> missing(history, wanted));
    String tag = RuleSetForm.tag(revision);
    return EntityTag.notModified(exchange, tag)
        .orElseGet(() -> representation(exchange, revision).etag(tag))
        .header("Vary", "Accept");
  }

  private static Answer representation(Exchange exchange, RuleSetRevision revision) {
    return exchange.accepts(JSON)
        ? Answer.ok(RuleSetForm.whole(revision))
        : Answer.bytes(200, YAML, Buffer.buffer(revision.getYaml()));
  }

  private Answer history(Exchange exchange) {
    RuleSetHistory history = publisher.history(exchange.text("name"));
    if (history.revisions().isEmpty()) {
      throw missing(history, Optional.empty());
    }
    JsonArray items = new JsonArray();
    for (RuleSetRevision revision : history.revisions()) {
      items.add(RuleSetForm.line(revision, revision.getRevision() == history.current()));
    }
    return Answer.ok(new JsonObject().put("ruleSet", history.ruleSet()).put("items", items));
  }

  private ProblemException missing(RuleSetHistory history, Optional<Long> revision) {
    String where = "rule set " + history.ruleSet() + ": ";
    if (history.revisions().isEmpty()) {
      String nearest =
          NearestName.among(publisher.names(), history.ruleSet())
              .map(name -> ", nearest " + name)
              .orElse("");
      return ProblemException.of(HttpCode.NOT_FOUND, where + "found none" + nearest);
    }
    return ProblemException.of(
        HttpCode.NOT_FOUND,
        revision
            .map(number -> where + "found no revision " + number + " in the history")
            .orElse(where + "it is removed; its history has the texts"));
  }
}
