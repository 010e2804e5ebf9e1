// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code freshet alerts}. */
@Command(
    name = "alerts",
    header = "Lists what is wrong now, by the thresholds that are set.",
    description = {
      "",
      "Found once, an alert is pending; found twice in a row, every five seconds, it",
      "is raised, and reported as a cache-state event. VALUE is what was found and",
      "THRESHOLD what is allowed: shares of 1, times in seconds. -o wide adds SINCE.",
      "Thresholds are settings of coordinators: freshet.alerts.*, see freshet config.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet alerts",
      "  freshet alerts -o json",
      "  freshet watch --bootstrap kafka:9092 --registry http://registry:8081 \\",
      "      --kind AlertRaised --kind AlertResolved",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
public final class AlertsCommand extends OperatorCommand {
  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return api.get("/api/cache/alerts", Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    Table.of(
            wide,
            "SEVERITY",
            "severity",
            "STATE",
            "state",
            "NAME",
            "name",
            "VALUE",
            "value",
            "THRESHOLD",
            "threshold")
        .wideColumn("SINCE", row -> Cells.text(row.path("since")))
        .column("MESSAGE", row -> Cells.text(row.path("message")))
        .print(answer.path("alerts"), out);
    if (answer.path("alerts").isEmpty()) {
      out.println("no alert");
    }
  }
}
