// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.Problem.Finding;
import io.vertx.core.json.JsonArray;
import java.util.List;

/** Findings in answers that are no problems as a whole. Pure. */
public final class Findings {
  private Findings() {}

  /** As they stand in the {@code errors} of a problem. */
  public static JsonArray toJson(List<Finding> findings) {
    JsonArray errors =
        Problem.of(ApiCode.NO_EVENT, "").withErrors(findings).toJson().getJsonArray("errors");
    return errors == null ? new JsonArray() : errors;
  }
}
