// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code freshet capabilities}. */
@Command(
    name = "capabilities",
    header = "Shows who holds, loads, publishes and consumes what, and what nobody does.",
    description = {""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet capabilities",
      "  freshet capabilities -o json",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
public final class CapabilitiesCommand extends OperatorCommand {
  @Override
  JsonNode ask(Api api) throws InterruptedException {
    return api.get("/api/v1/capabilities", Duration.ZERO);
  }

  @Override
  void show(JsonNode answer, boolean wide, PrintWriter out) {
    JsonNode regions = answer.path("regions");
    new Table<JsonNode>(wide)
        .column("REGION", row -> Cells.text(row.path("region")))
        .column("HOLDERS", row -> members(row.path("holders"), "", wide))
        .column("LOADERS", row -> members(row.path("loaders"), "member", wide))
        .print(regions, out);
    JsonNode events = answer.path("events");
    out.print(regions.isEmpty() || events.isEmpty() ? "" : System.lineSeparator());
    new Table<JsonNode>(wide)
        .column("EVENT", row -> Cells.text(row.path("eventType")))
        .column("PUBLISHERS", row -> members(row.path("publishers"), "", wide))
        .column("CONSUMERS", row -> members(row.path("consumers"), "", wide))
        .print(events, out);
    if (regions.isEmpty() && events.isEmpty()) {
      out.println("nobody has declared a capability");
    }
    JsonNode gaps = answer.path("gaps");
    gap(gaps.path("regionsWithoutLoader"), "held, and loaded by nobody", out);
    gap(gaps.path("eventsWithoutPublisher"), "consumed, and published by nobody", out);
    gap(gaps.path("eventsWithoutConsumer"), "published, and consumed by nobody", out);
  }

  private static void gap(JsonNode names, String what, PrintWriter out) {
    if (!names.isEmpty()) {
      out.println("[!] " + what + ": " + Cells.text(names));
    }
  }

  /** How many, and in wide tables who; a member is a text, or the field of an object. */
  private static String members(JsonNode members, String field, boolean wide) {
    if (!wide) {
      return String.valueOf(members.size());
    }
    List<String> names = new ArrayList<>();
    members.forEach(each -> names.add(Cells.text(field.isEmpty() ? each : each.path(field))));
    return names.isEmpty() ? Cells.NOTHING : String.join(",", names);
  }
}
