// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.rules.replay.BlastLimit;
import dev.freshet.rules.replay.BlastRadius;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What rules would have invalidated, held against the limit. Immutable. */
record Blast(BlastRadius radius) {

  /** Why it is too much; empty if it is not. */
  List<String> aboveLimit() {
    return radius.exceeds(BlastLimit.DEFAULT);
  }

  void addTo(JsonObject json) {
    json.put("blastRadius", new JsonObject(radius.toJson()))
        .put("aboveLimit", new JsonArray(aboveLimit()));
  }
}
