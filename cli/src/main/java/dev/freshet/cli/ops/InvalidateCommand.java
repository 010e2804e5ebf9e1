// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cli.UsageFailure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freshet invalidate}. */
@Command(
    name = "invalidate",
    header = "Declares keys, tags, patterns, regions or everything stale, on all nodes.",
    description = {"", "One record in the command log for each, whatever is behind it.", ""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet invalidate --key payment:history:42 --reason 'refunded by hand'",
      "  freshet invalidate --pattern 'session:*:42' --tag user:42 \\",
      "      --reason 'account closed' --dry-run",
      "  freshet invalidate --region payment:history --reason 'new layout' --wait 10s",
      "",
      "Exit codes: 0 done, 1 refused, 2 could not ask, 4 not applied everywhere in time.",
      ""
    })
public final class InvalidateCommand extends OperatorCommand {
  @Option(names = "--key", paramLabel = "KEY", description = "A key; repeatable.")
  private List<String> keys = List.of();

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag; repeatable.")
  private List<String> tags = List.of();

  @Option(
      names = "--pattern",
      paramLabel = "PATTERN",
      description = "A pattern as rules have it, session:*:42; repeatable.")
  private List<String> patterns = List.of();

  @Option(names = "--scan", description = "Patterns that fit no region walk over all entries.")
  private boolean scan;

  @Option(names = "--region", paramLabel = "NAME", description = "A whole region; repeatable.")
  private List<String> regions = List.of();

  @Option(names = "--all", description = "Everything.")
  private boolean all;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; goes with the command.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who asks for it; default you: ${DEFAULT-VALUE}.")
  private String by = "";

  @Option(names = "--dry-run", description = "Say what would be stale, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = WaitTime.class,
      description = "Wait until all live nodes have applied it, for at most 60s.")
  private Duration wait = Duration.ZERO;

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode targets = body.putArray("targets");
    keys.forEach(key -> targets.addObject().put("key", key));
    tags.forEach(tag -> targets.addObject().put("tag", tag));
    for (String pattern : patterns) {
      ObjectNode target = targets.addObject().put("pattern", pattern);
      if (scan) {
        target.put("scan", true);
      }
    }
    regions.forEach(region -> targets.addObject().put("region", region));
    if (all) {
      targets.addObject().put("all", true);
    }
    if (targets.isEmpty()) {
      throw new UsageFailure(
          "found no target, expected --key, --tag, --pattern, --region or --all");
    }
    body.put("reason", reason).put("by", by);
    String path = "/api/v1/invalidations" + Api.query(parameters());
    return api.send("POST", path, Optional.of(body), wait);
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("dryRun", dryRun ? "true" : "");
    parameters.put("wait", wait.isZero() ? "" : "applied");
    parameters.put("timeout", wait.isZero() ? "" : wait.toMillis() + "ms");
    return parameters;
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    Table<JsonNode> table = Table.of(wide, "TARGET", "target");
    if (!dryRun) {
      table.column(
          "COMMAND",
          row -> Cells.text(row.path("partition")) + ":" + Cells.text(row.path("offset")));
    }
    table
        .column("NODES", row -> Cells.text(row.path("nodes")))
        .column("ENTRIES AT MOST", row -> Cells.text(row.path("entriesAtMost")))
        .column("REGIONS", row -> Cells.text(row.path("regions")))
        .print(answer.path("targets"), out);
    answer
        .path("warnings")
        .forEach(warning -> out.println("[!] " + Cells.text(warning.path("message"))));
    if (dryRun) {
      out.println("a dry run: nothing was invalidated");
    } else if (answer.has("applied")) {
      AppliedText.print(answer.path("applied"), out);
    }
  }

  @Override
  protected int code(JsonNode answer) {
    boolean waited = !wait.isZero() && !dryRun;
    return waited && !AppliedText.isApplied(answer.path("applied")) ? NOT_IN_TIME : 0;
  }
}
