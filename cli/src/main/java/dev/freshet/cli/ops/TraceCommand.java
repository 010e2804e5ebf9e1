// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freshet trace}. */
@Command(
    name = "trace",
    header = "Follows an event: the rules that it met, their commands, the nodes.",
    description = {
      "",
      "Looks for the event by its id among those stored lately (--since), matches it",
      "by the rules in force, and says for each command on how many nodes it is",
      "applied.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet trace 7f9c2b1e-0f5d-4f0e-9d3e-2a60b0a7c1de",
      "  freshet trace order-77 --source /shop --since 24h -o yaml",
      "",
      "Exit codes: 0 found, 1 not found or refused, 2 could not ask.",
      ""
    })
public final class TraceCommand extends OperatorCommand {
  /** The coordinator looks through the newest events first, for as long as it may. */
  private static final Duration SEARCH = Duration.ofMinutes(1);

  @Parameters(paramLabel = "EVENT_ID", description = "The id of the event.")
  private String eventId = "";

  @Option(
      names = "--source",
      paramLabel = "URI",
      description = "The event's source, where ids are not unique without.")
  private String source = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "How far back to look, such as 30m, 24h, at most 7d; default 1h.")
  private String since = "";

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("source", source);
    parameters.put("since", since);
    String path = "/api/v1/trace/" + Api.segment(eventId) + Api.query(parameters);
    return api.get(path, SEARCH);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    JsonNode event = answer.path("event");
    out.println(
        "event    %s %s from %s"
            .formatted(
                Cells.text(event.path("id")),
                Cells.text(event.path("type")),
                Cells.text(event.path("source"))));
    out.println(
        "stored   %s at %s"
            .formatted(Cells.text(event.path("receipt")), Cells.text(event.path("storedAt"))));
    section("rules", answer.path("rules"), out);
    Table.of(wide, "RULE SET", "ruleSet", "RULE", "id", "VERDICT", "verdict")
        .print(answer.path("rules"), out);
    section("rejected", answer.path("rejected"), out);
    Table.of(wide, "REASON", "reason", "RULE", "rule", "MESSAGE", "message")
        .print(answer.path("rejected"), out);
    section("commands", answer.path("commands"), out);
    Table.of(wide, "TARGET", "target", "RULE", "rule", "REVISION", "revision")
        .column(
            "COMMAND",
            row -> Cells.text(row.path("partition")) + ":" + Cells.text(row.path("offset")))
        .wideColumn("STORED", row -> Cells.text(row.path("storedAt")))
        .print(answer.path("commands"), out);
    out.println();
    AppliedText.print(answer.path("applied"), out);
    answer.path("notes").forEach(note -> out.println("[!] " + note.asText()));
  }

  private static void section(String title, JsonNode rows, PrintWriter out) {
    if (!rows.isEmpty()) {
      out.println();
      out.println(title + ":");
    }
  }
}
