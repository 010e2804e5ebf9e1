// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.OperatorCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code freshet warmup cancel}. */
@Command(
    name = "cancel",
    header = "Ends a warm-up run.",
    description = {
      "",
      "No more tasks are handed out; those that workers have are done to their end. What",
      "was warmed stays.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup cancel payment.recent-payments.1795187574-k3x9q \\",
      "      --reason 'the database is slow'",
      "",
      "Exit codes: 0 ordered, 1 refused, 2 could not ask.",
      ""
    })
final class WarmupCancelCommand extends OperatorCommand {
  @Mixin private final RunOrder order = new RunOrder();

  @Parameters(paramLabel = "RUN", description = "The run, as warmup runs lists it.")
  private String run = "";

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    String path = order.path(RunPath.of(run) + "/cancel");
    return api.send("POST", path, Optional.of(order.body()), Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    RunText.print(answer, out);
    if (order.isDry()) {
      out.println("a dry run: nothing was cancelled");
    } else if (!Seen.of(answer).hasEnded()) {
      out.println("ordered; nobody who plans has heard it yet");
    }
  }
}
