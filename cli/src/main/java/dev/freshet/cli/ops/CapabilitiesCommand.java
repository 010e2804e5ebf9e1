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
    description = {
      "",
      "As the live members have registered it. Gaps come last, behind [!]: regions that",
      "are held and nobody loads, events that are consumed and nobody publishes.",
      ""
    },
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
  private static final List<String> KINDS = List.of("holds", "loads", "publishes", "consumes");

  private record Row(String kind, String name, String members) {}

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return api.get("/api/v1/capabilities", Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    List<Row> rows = new ArrayList<>();
    for (String kind : KINDS) {
      for (JsonNode each : answer.path(kind)) {
        String name = each.hasNonNull("region") ? "region" : "eventType";
        rows.add(new Row(kind, Cells.text(each.path(name)), members(each.path("members"), wide)));
      }
    }
    new Table<Row>(wide)
        .column("WHAT", Row::kind)
        .column("NAME", Row::name)
        .column("MEMBERS", Row::members)
        .print(rows, out);
    if (rows.isEmpty()) {
      out.println("nobody has declared a capability");
    }
    answer.path("gaps").forEach(gap -> out.println("[!] " + Cells.text(gap.path("message"))));
  }

  /** How many, and in wide tables who. */
  private static String members(JsonNode members, boolean wide) {
    return wide ? Cells.text(members) : String.valueOf(members.size());
  }
}
