// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code freshet nodes drain}. */
@Command(
    name = "drain",
    header = "Orders that a member gets no more work.",
    description = {"", "It goes on serving what it has. The order outlives a restart.", ""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet nodes drain payment-api/node-7 --reason 'new disk'",
      "",
      "Exit codes: 0 ordered, 1 refused, 2 could not ask.",
      ""
    })
final class NodesDrainCommand extends NodeChange {
  @Override
  String method() {
    return "POST";
  }

  @Override
  boolean needsReason() {
    return true;
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    out.println(member() + (dryRun() ? " would be drained" : " is to be drained"));
    showMember(answer, wide, out);
  }
}
