// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.OperatorCommand;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code freshet warmup show}. */
@Command(
    name = "show",
    header = "Shows a warm-up run with all its counts and errors.",
    description = {
      "",
      "Keys are present (cached and fresh before), loaded, absent (the source has no",
      "value), refused (stale before they were cached: the next read loads them) or",
      "failed; left out are those beyond the most that the job wants, rejected are rows",
      "of the source that are no key. Behind [!] stand the last ten errors that differ.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet warmup show payment.recent-payments.1795187574-k3x9q",
      "  freshet warmup show payment.recent-payments.1795187574-k3x9q -o yaml",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
final class WarmupShowCommand extends OperatorCommand {
  @Parameters(paramLabel = "RUN", description = "The run, as warmup runs lists it.")
  private String run = "";

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return api.get(RunPath.of(run), Duration.ZERO);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    RunText.print(answer, out);
  }
}
