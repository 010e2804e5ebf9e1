// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.Cells;
import dev.freshet.cli.ops.OperatorCommand;
import dev.freshet.cli.ops.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code freshet warmup jobs}. */
@Command(
    name = "jobs",
    header = "Lists the warm-up jobs of the rules in force, or shows one of them.",
    description = {
      "",
      "TRIGGER is what makes a job run, KEYS where its keys come from, NEXT DUE when it",
      "runs next by time, LAST RUN how its newest run is doing. With -o wide also:",
      "LIMITS and DESCRIPTION. One job is shown with all that its rule file says.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup jobs",
      "  freshet warmup jobs -o wide",
      "  freshet warmup jobs payment/recent-payments",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
final class WarmupJobsCommand extends OperatorCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "SET/JOB",
      description = "Only this one, with all of it.")
  private @Nullable String job;

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return job == null
        ? api.pages("/api/v1/warmup/jobs", Map.of())
        : api.get(JobName.parse(job).path(), Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    if (job != null) {
      one(answer, out);
      return;
    }
    new Table<JsonNode>(wide)
        .column("JOB", row -> row.path("ruleSet").asText() + "/" + row.path("id").asText())
        .column("REGION", row -> Cells.text(row.path("region")))
        .column("PRIORITY", row -> Cells.text(row.path("priority")))
        .column("TRIGGER", row -> Cells.text(row.path("trigger")))
        .column("KEYS", row -> Cells.text(row.path("keys")))
        .wideColumn("LIMITS", row -> Cells.text(row.path("limits")))
        .wideColumn("DESCRIPTION", row -> Cells.text(row.path("description")))
        .column("NEXT DUE", row -> Cells.text(row.path("nextDue")))
        .column("LAST RUN", row -> Cells.text(row.at("/lastRun/state")))
        .print(answer.path("items"), out);
    if (answer.path("items").isEmpty()) {
      out.println("no rule set in force declares a warm-up job");
    }
  }

  /** A line for each field that has something to say. */
  private static void one(JsonNode job, PrintWriter out) {
    for (Map.Entry<String, JsonNode> field : job.properties()) {
      String value = Cells.text(field.getValue());
      if (!value.equals(Cells.NOTHING)) {
        out.println(String.format("%-12s %s", words(field.getKey()), value));
      }
    }
  }

  /** {@code nextDue} as next due. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
