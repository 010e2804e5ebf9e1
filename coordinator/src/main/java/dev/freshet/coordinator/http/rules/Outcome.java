// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What becomes of a change, said piece by piece. One thread. */
final class Outcome {
  private final RuleSetPublisher publisher;
  private final Change change;
  private final JsonObject json;

  Outcome(RuleSetPublisher publisher, Change change) {
    this.publisher = publisher;
    this.change = change;
    this.json = new JsonObject().put("dryRun", change.dryRun());
  }

  /** Whether nothing will be stored. */
  boolean isTrial() {
    return change.dryRun();
  }

  void say(String name, JsonObject part) {
    json.put(name, part);
  }

  void say(Blast blast) {
    blast.addTo(json);
  }

  /** All of it is in force already. */
  Answer unchanged() {
    return Answer.ok(json.put("changed", false).put("ruleSets", new JsonArray()));
  }

  /**
   * The revisions are stored, or would be. Waits until they are in force, if that is wanted.
   *
   * @return 200 if they are in force, or nothing was to be stored; 202 if that is not known
   */
  Answer of(List<RuleSetRevision> revisions) {
    JsonArray sets = new JsonArray();
    revisions.forEach(revision -> sets.add(RuleSetForm.line(revision, !revision.getRemoved())));
    json.put("changed", true).put("ruleSets", sets);
    if (change.dryRun()) {
      return Answer.ok(json);
    }
    Answer answer = change.patience().isZero() ? Answer.json(202, json) : confirmed(revisions);
    return revisions.size() == 1 && !revisions.get(0).getRemoved()
        ? answer.etag(RuleSetForm.tag(revisions.get(0)))
        : answer;
  }

  private Answer confirmed(List<RuleSetRevision> revisions) {
    Confirmation confirmation = publisher.awaitInForce(revisions, change.patience());
    json.put("confirmation", ConfirmationForm.of(confirmation));
    return Answer.json(confirmation instanceof Confirmation.InForce ? 200 : 202, json);
  }
}
