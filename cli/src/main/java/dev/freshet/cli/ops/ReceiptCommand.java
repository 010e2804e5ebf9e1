// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freshet receipt}. */
@Command(
    name = "receipt",
    header = "Says on which nodes a published event is applied.",
    description = {
      "",
      "A receipt is where an event stands: TOPIC:PARTITION:OFFSET, or without the topic",
      "if that is the environment's. freshet publish and the HTTP API answer with it.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet receipt freshet.events:3:1204",
      "  freshet receipt 3:1204 --wait 5s",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask,",
      "4 not applied everywhere in time (--wait).",
      ""
    })
public final class ReceiptCommand extends OperatorCommand {
  @Parameters(
      paramLabel = "RECEIPT",
      description = "What publishing answered: topic:partition:offset, or without topic.")
  private String receipt = "";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = WaitTime.class,
      description = "Wait until all live nodes have applied it, for at most 60s.")
  private Duration wait = Duration.ZERO;

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    String asked = wait.isZero() ? "" : wait.toMillis() + "ms";
    String path = "/api/v1/receipts/" + Api.segment(receipt);
    return api.get(path + Api.query(Map.of("wait", asked)), wait);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    AppliedText.print(answer, out);
  }

  @Override
  protected int code(JsonNode answer) {
    return wait.isZero() || AppliedText.isApplied(answer) ? 0 : NOT_IN_TIME;
  }
}
