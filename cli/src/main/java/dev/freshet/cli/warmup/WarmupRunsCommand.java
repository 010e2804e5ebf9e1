// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.OperatorCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freshet warmup runs}. */
@Command(
    name = "runs",
    header = "Lists warm-up runs, the newest first.",
    description = {
      "",
      "KEYS is how many are done with of those that are known, FAILED how many of them",
      "could not be loaded, KEYS/S the pace over all of a run's time. With -o wide also:",
      "REGION, SERVICE, PRIORITY, TRIGGER and CAUSE. freshet warmup show has all counts.",
      "Of each job the last hundred runs are kept, for a week.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup runs",
      "  freshet warmup runs --job payment/recent-payments --last 5",
      "  freshet warmup runs --state failed -o json",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
final class WarmupRunsCommand extends OperatorCommand {
  private static final int MOST = 500;

  @Option(names = "--job", paramLabel = "SET/JOB", description = "Only those of a job.")
  private String job = "";

  @Option(
      names = "--state",
      paramLabel = "NAME",
      description =
          "Only those in a state: waiting, listing, running, done, failed, cancelled, skipped.")
  private String state = "";

  @Option(names = "--region", paramLabel = "NAME", description = "Only those that warm a region.")
  private String region = "";

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "Only the newest so many, at most 500; default ${DEFAULT-VALUE}.")
  private int last;

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    if (last < 1 || last > MOST) {
      throw new UsageFailure("--last: found " + last + ", expected 1 to " + MOST);
    }
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("job", job);
    asked.put("state", state);
    asked.put("region", region);
    asked.put("pageSize", String.valueOf(last));
    return api.get(RunPath.ALL + Api.query(asked), Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    RunText.table(wide).print(answer.path("items"), out);
    if (answer.path("items").isEmpty()) {
      out.println("no such run");
    } else if (answer.hasNonNull("nextPageToken")) {
      out.println("older ones are left out, see --last");
    }
  }
}
