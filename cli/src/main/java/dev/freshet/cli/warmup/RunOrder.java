// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cli.ops.Api;
import java.util.Map;
import picocli.CommandLine.Option;

/** What all orders about runs say: who gives them, why, and whether they are meant. */
final class RunOrder {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who orders it; default you: ${DEFAULT-VALUE}.")
  private String by = "";

  @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
  private boolean dryRun;

  boolean isDry() {
    return dryRun;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("by", by);
    return reason.isEmpty() ? body : body.put("reason", reason);
  }

  /** A path with what goes into its query. */
  String path(String path) {
    return path + Api.query(Map.of("dryRun", dryRun ? "true" : ""));
  }
}
