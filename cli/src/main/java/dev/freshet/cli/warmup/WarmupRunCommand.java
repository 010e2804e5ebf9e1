// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.Cells;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freshet warmup run}. */
@Command(
    name = "run",
    header = "Starts a warm-up job, whatever else makes it run.",
    description = {
      "",
      "Warms the keys that the job says, or those of --key alone; keys that are cached",
      "and fresh are left as they are. With --wait the run is followed: on a terminal",
      "as a bar with keys a second and the time that is left, else as a line for each",
      "change on standard error. Ctrl-C ends the following, not the run.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup run payment/recent-payments --dry-run",
      "  freshet warmup run payment/recent-payments --reason 'after the import' --wait",
      "  freshet warmup run payment/recent-payments --key payment:recent:42 --wait=30s",
      "",
      "Exit codes: 0 ordered, with --wait done and no key failed; 1 refused, or the run",
      "or keys of it failed; 2 could not ask; 4 not ended in time (--wait).",
      ""
    })
final class WarmupRunCommand extends WaitingCommand {
  @Parameters(paramLabel = "SET/JOB", description = "The job, as warmup jobs lists it.")
  private String job = "";

  @Option(names = "--key", paramLabel = "KEY", description = "Only this key; repeatable.")
  private List<String> keys = List.of();

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    ObjectNode body = order.body();
    if (!keys.isEmpty()) {
      ArrayNode all = body.putArray("keys");
      keys.forEach(all::add);
    }
    String path = order.path(JobName.parse(job).path() + "/runs");
    return api.send("POST", path, Optional.of(body), Duration.ZERO);
  }

  @Override
  void showTrial(JsonNode plan, PrintWriter out) {
    out.println("job       " + job);
    out.println("region    " + Cells.text(plan.path("region")));
    out.println("service   " + Cells.text(plan.path("service")));
    out.println("priority  " + Cells.text(plan.path("priority")));
    String count = plan.has("keys") ? Cells.text(plan.path("keys")) : "not known before";
    out.println("keys      " + count + ", from " + Cells.text(plan.path("keysFrom")));
    out.println("limits    " + Cells.text(plan.path("limits")));
    plan.path("notes").forEach(note -> out.println("[!] " + note.asText()));
  }
}
