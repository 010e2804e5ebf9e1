// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What was seen of a run. Immutable.
 *
 * @param state as the API names it
 * @param reason why, or empty
 * @param done keys that are done with, well or not
 * @param known keys that are known so far
 * @param failed keys that could not be loaded
 */
record Seen(String state, String reason, long done, long known, long failed) {
  private static final Set<String> ENDED = Set.of("done", "failed", "cancelled", "skipped");

  /** Before anything is known. */
  static final Seen NOTHING = new Seen("ordered", "", 0, 0, 0);

  static Seen of(JsonNode run) {
    JsonNode keys = run.path("keys");
    return new Seen(
        run.path("state").asText("ordered"),
        run.path("reason").asText(""),
        keys.path("done").asLong(),
        keys.path("known").asLong(),
        keys.path("failed").asLong());
  }

  boolean hasEnded() {
    return ENDED.contains(state);
  }

  /** Whether all of its keys are warm now, as far as the source has them. */
  boolean isGood() {
    return state.equals("done") && failed == 0;
  }
}
