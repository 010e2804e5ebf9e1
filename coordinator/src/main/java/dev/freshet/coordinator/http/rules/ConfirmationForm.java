// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.rulesets.Confirmation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether coordinators have taken rules up, as JSON. Pure. */
final class ConfirmationForm {
  private ConfirmationForm() {}

  /** The schema {@code Confirmation} of the API document. */
  static JsonObject of(Confirmation confirmation) {
    if (confirmation instanceof Confirmation.InForce all) {
      return state("inForce").put("coordinators", names(all.coordinators()));
    } else if (confirmation instanceof Confirmation.Refused refused) {
      return state("refused")
          .put("coordinators", new JsonArray(List.of(refused.coordinator())))
          .put("ruleSet", refused.ruleSet())
          .put("revision", refused.revision())
          .put("message", refused.message() + "; what ran before runs on there");
    } else if (confirmation instanceof Confirmation.Unconfirmed late) {
      return state("unconfirmed").put("coordinators", names(late.missing()));
    } else if (confirmation instanceof Confirmation.Paused paused) {
      return state("paused")
          .put("coordinators", new JsonArray())
          .put("message", "paused by " + paused.control().getAuthor());
    }
    return state("nobodyRuns").put("coordinators", new JsonArray());
  }

  private static JsonObject state(String state) {
    return new JsonObject().put("state", state);
  }

  private static JsonArray names(Set<String> names) {
    return new JsonArray(List.copyOf(new TreeSet<>(names)));
  }
}
