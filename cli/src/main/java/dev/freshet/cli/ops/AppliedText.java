// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** How far something is applied, in words. Stateless. */
final class AppliedText {
  private AppliedText() {}

  static void print(JsonNode applied, PrintWriter out) {
    String state = applied.path("state").asText("unknown");
    if (state.equals("unknown")) {
      out.println("not known where it is applied: the coordinator has not read the registry yet");
      return;
    }
    StringBuilder line = new StringBuilder("applied on ");
    line.append(applied.path("applied").asInt()).append(" of ");
    line.append(applied.path("nodes").asInt()).append(" nodes");
    JsonNode slowest = applied.path("slowest");
    if (slowest.hasNonNull("node")) {
      line.append(", slowest ").append(slowest.get("node").asText());
      if (slowest.hasNonNull("delayMs")) {
        line.append(' ').append(Cells.time(slowest.get("delayMs")));
      }
    }
    out.println(line);
    JsonNode waiting = applied.path("waiting");
    if (!waiting.isEmpty()) {
      long more = applied.path("waitingNodes").asLong(waiting.size()) - waiting.size();
      out.println(
          "waiting for " + Cells.text(waiting) + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** Whether all nodes have applied it. */
  static boolean isApplied(JsonNode applied) {
    return applied.path("state").asText().equals("applied");
  }
}
