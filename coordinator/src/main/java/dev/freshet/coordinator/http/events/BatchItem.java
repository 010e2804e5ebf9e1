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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one event of a batch. Immutable. */
sealed interface BatchItem {

  /** As if the event had been sent alone. */
  int status();

  /** It is stored. */
  record Accepted(String id, Stored stored) implements BatchItem {
    private static final int ACCEPTED = 202;

    @Override
    public int status() {
      return ACCEPTED;
    }
  }

  /**
   * It is not.
   *
   * @param id null if that could not be read
   */
  record Refused(@Nullable String id, Problem problem) implements BatchItem {
    @Override
    public int status() {
      return problem.status();
    }

    JsonObject toJson() {
      JsonObject json = new JsonObject().put("status", status());
      if (id != null) {
        json.put("id", id);
      }
      json.put("detail", problem.detail());
      JsonArray errors = problem.toJson().getJsonArray("errors");
      if (errors != null) {
        json.put("errors", errors);
      }
      return json;
    }
  }

  /** Where those stand that are stored, in their order. */
  static List<Stored> stored(List<BatchItem> items) {
    List<Stored> stored = new ArrayList<>(items.size());
    for (BatchItem item : items) {
      if (item instanceof Accepted accepted) {
        stored.add(accepted.stored());
      }
    }
    return stored;
  }

  static Refused failed(String id, Throwable failure) {
    Throwable cause = Stages.cause(failure);
    Problem problem =
        cause instanceof ProblemException known
            ? known.problem()
            : Problem.of(HttpCode.INTERNAL, "event " + id + ": " + cause);
    return new Refused(id, problem);
  }

  static Refused refused(EventReading.Bad bad) {
    return new Refused(
        bad.id(),
        Problem.of(ApiCode.NO_EVENT, problems(bad.problems())).withErrors(bad.problems()));
  }

  static String problems(List<Finding> findings) {
    int count = findings.size();
    return "event: found " + count + (count == 1 ? " problem" : " problems") + ", expected none";
  }
}
