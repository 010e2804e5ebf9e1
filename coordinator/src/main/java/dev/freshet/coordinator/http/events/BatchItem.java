// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event of a batch. Immutable.
 *
 * @param status as if the event had been sent alone
 * @param json without the status
 * @param stored null if it was not
 */
record BatchItem(int status, JsonObject json, @Nullable Stored stored) {
  private static final int ACCEPTED = 202;

  static BatchItem stored(String id, Stored stored) {
    JsonObject json =
        new JsonObject()
            .put("id", id)
            .put("receipt", stored.receipt().toString())
            .put("topic", stored.receipt().topic())
            .put("partition", stored.receipt().partition())
            .put("offset", stored.receipt().offset())
            .put("storedAt", stored.at().toString());
    return new BatchItem(ACCEPTED, json, stored);
  }

  static BatchItem failed(String id, Throwable failure) {
    Throwable cause = Stages.cause(failure);
    Problem problem =
        cause instanceof ProblemException known
            ? known.problem()
            : Problem.of(HttpCode.INTERNAL, "event " + id + ": " + cause);
    return of(id, problem);
  }

  static BatchItem refused(EventReading.Bad bad) {
    return of(
        bad.id(),
        Problem.of(ApiCode.NO_EVENT, problems(bad.problems())).withErrors(bad.problems()));
  }

  static String problems(List<Finding> findings) {
    int count = findings.size();
    return "event: found " + count + (count == 1 ? " problem" : " problems") + ", expected none";
  }

  private static BatchItem of(@Nullable String id, Problem problem) {
    JsonObject json = new JsonObject();
    if (id != null) {
      json.put("id", id);
    }
    json.put("detail", problem.detail());
    JsonArray errors = problem.toJson().getJsonArray("errors");
    if (errors != null) {
      json.put("errors", errors);
    }
    return new BatchItem(problem.status(), json, null);
  }

  JsonObject toJson() {
    return new JsonObject().put("status", status).mergeIn(json);
  }

  /** The schema {@code PublishedBatch} of the API document. */
  static JsonObject toJson(List<BatchItem> items) {
    JsonArray array = new JsonArray();
    int stored = 0;
    for (BatchItem item : items) {
      array.add(item.toJson());
      stored += item.stored() == null ? 0 : 1;
    }
    return new JsonObject()
        .put("stored", stored)
        .put("refused", items.size() - stored)
        .put("items", array);
  }
}
