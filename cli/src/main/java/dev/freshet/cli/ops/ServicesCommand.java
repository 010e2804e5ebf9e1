// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code freshet services}. */
@Command(
    name = "services",
    header = "Lists the services and how many instances they have in which state.",
    description = {
      "",
      "As they have registered. Coordinators are instances of freshet-coordinator;",
      "freshet nodes lists the instances themselves.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet services",
      "  freshet services --url http://coordinator:8080 -o yaml",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
public final class ServicesCommand extends OperatorCommand {
  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return api.pages("/api/v1/services", Map.of());
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    Table.of(
            wide,
            "SERVICE",
            "service",
            "INSTANCES",
            "instances",
            "STATES",
            "states",
            "OWNER",
            "owner",
            "VERSIONS",
            "versions")
        .print(answer.path("items"), out);
    if (answer.path("items").isEmpty()) {
      out.println("no service is registered");
    }
  }
}
