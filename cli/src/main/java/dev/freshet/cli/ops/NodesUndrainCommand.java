// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code freshet nodes undrain}. */
@Command(
    name = "undrain",
    header = "Lifts the order that a member gets no more work.",
    description = {"", "It is up again with its next heartbeat, if all else is well.", ""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet nodes undrain payment-api/node-7",
      "",
      "Exit codes: 0 lifted, 1 refused, 2 could not ask.",
      ""
    })
final class NodesUndrainCommand extends NodeChange {
  @Override
  String method() {
    return "DELETE";
  }

  @Override
  boolean needsReason() {
    return false;
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    out.println(member() + (dryRun() ? " would get work again" : " is to get work again"));
    showMember(answer, wide, out);
  }
}
