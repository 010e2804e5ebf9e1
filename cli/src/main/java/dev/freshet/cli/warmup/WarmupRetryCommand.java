// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.Cells;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code freshet warmup retry}. */
@Command(
    name = "retry",
    header = "Tries the keys that failed in a run once more, in another run.",
    description = {
      "",
      "The run must have ended, and keys of it have failed. --wait as of run.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup retry payment.recent-payments.1795187574-k3x9q --wait",
      "",
      "Exit codes: 0 ordered, with --wait done and no key failed; 1 refused, or the run",
      "or keys of it failed; 2 could not ask; 4 not ended in time (--wait).",
      ""
    })
final class WarmupRetryCommand extends WaitingCommand {
  @Parameters(paramLabel = "RUN", description = "The run that has ended.")
  private String run = "";

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    String path = order.path(RunPath.of(run) + "/retry");
    return api.send("POST", path, Optional.of(order.body()), Duration.ZERO);
  }

  @Override
  void showTrial(JsonNode next, PrintWriter out) {
    out.println(
        "the keys that failed in %s would be tried again, of region %s"
            .formatted(run, Cells.text(next.path("region"))));
  }
}
