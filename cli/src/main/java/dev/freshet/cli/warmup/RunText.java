// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.freshet.cli.ops.Cells;
import dev.freshet.cli.ops.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Runs for people. Stateless. */
final class RunText {
  private RunText() {}

  /** A run as a row. */
  static Table<JsonNode> table(boolean wide) {
    return new Table<JsonNode>(wide)
        .column("RUN", run -> text(run, "run"))
        .column("STATE", run -> text(run, "state"))
        .column("KEYS", run -> done(run.path("keys")))
        .column("FAILED", run -> Cells.text(run.at("/keys/failed")))
        .column("KEYS/S", run -> text(run, "keysPerSecond"))
        .column("PLANNED", run -> text(run, "plannedAt"))
        .column("TOOK", RunText::took)
        .wideColumn("REGION", run -> text(run, "region"))
        .wideColumn("SERVICE", run -> text(run, "service"))
        .wideColumn("PRIORITY", run -> text(run, "priority"))
        .wideColumn("TRIGGER", run -> text(run, "trigger"))
        .wideColumn("CAUSE", run -> text(run, "cause"))
        .column("REASON", run -> text(run, "reason"));
  }

  /** All counts of a run, a line for each group, and its errors. */
  static void print(JsonNode run, PrintWriter out) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("run", text(run, "run"));
    lines.put("job", text(run, "ruleSet") + "/" + text(run, "job"));
    lines.put("region", text(run, "region"));
    lines.put("service", text(run, "service"));
    lines.put("priority", text(run, "priority"));
    lines.put("trigger", text(run, "trigger"));
    lines.put("cause", text(run, "cause"));
    lines.put("state", text(run, "state"));
    lines.put("reason", text(run, "reason"));
    lines.put("planned", text(run, "plannedAt"));
    lines.put("started", text(run, "startedAt"));
    lines.put("ended", text(run, "endedAt"));
    lines.put("took", took(run));
    if (run.has("keys")) {
      counts(run, lines);
    }
    lines.values().removeIf(Cells.NOTHING::equals);
    lines.forEach((name, value) -> out.println(String.format("%-9s %s", name, value)));
    run.path("errors").forEach(error -> out.println("[!] " + error.asText()));
  }

  private static void counts(JsonNode run, Map<String, String> lines) {
    JsonNode keys = run.path("keys");
    lines.put(
        "keys",
        done(keys) + " done: " + counts(keys, "present", "loaded", "absent", "refused", "failed"));
    lines.put("not tried", counts(keys, "leftOut", "rejected"));
    JsonNode tasks = run.path("tasks");
    lines.put(
        "tasks",
        String.format(
            Locale.ROOT,
            "%,d of %,d done, %,d in flight, %,d failed",
            tasks.path("done").asLong(),
            tasks.path("known").asLong(),
            tasks.path("inFlight").asLong(),
            tasks.path("failed").asLong()));
    lines.put(
        "source",
        String.format(Locale.ROOT, "%,d retries, ", run.path("retries").asLong())
            + Cells.time(run.path("sourceTimeMs"))
            + " in all");
    lines.put("pace", run.has("keysPerSecond") ? text(run, "keysPerSecond") + " keys/s" : "-");
  }

  private static String counts(JsonNode keys, String... names) {
    StringJoiner counts = new StringJoiner(", ");
    for (String name : names) {
      String words = name.equals("leftOut") ? "left out" : name;
      counts.add(String.format(Locale.ROOT, "%,d %s", keys.path(name).asLong(), words));
    }
    return counts.toString();
  }

  private static String done(JsonNode keys) {
    return keys.isMissingNode()
        ? Cells.NOTHING
        : String.format(
            Locale.ROOT, "%,d of %,d", keys.path("done").asLong(), keys.path("known").asLong());
  }

  private static String took(JsonNode run) {
    if (!run.hasNonNull("startedAt") || !run.hasNonNull("endedAt")) {
      return Cells.NOTHING;
    }
    Instant begin = Instant.parse(run.path("startedAt").asText());
    Instant end = Instant.parse(run.path("endedAt").asText());
    return Cells.time(LongNode.valueOf(Duration.between(begin, end).toMillis()));
  }

  private static String text(JsonNode run, String name) {
    return Cells.text(run.path(name));
  }
}
