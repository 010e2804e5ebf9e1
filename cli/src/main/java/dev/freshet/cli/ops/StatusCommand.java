// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;

/** {@code freshet status}. */
@Command(
    name = "status",
    header = "Shows how events flow: from their topics through the mapping to all nodes.",
    description = {
      "",
      "The mapping of the coordinator that answers, how many members are in which",
      "state, how many alerts are raised, what it did a second over the last minute;",
      "for each partition of events, how far all nodes have applied it, and which node",
      "is slowest; for each rule set, the revision that is in force on whom.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet status",
      "  freshet status -o json",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
public final class StatusCommand extends OperatorCommand {
  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    return api.get("/api/v1/status", Duration.ZERO);
  }

  /** A line for each plain field, then a table for each list. */
  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    int width = 0;
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      width = Math.max(width, isList(field.getValue()) ? 0 : words(field.getKey()).length());
    }
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      if (!isList(field.getValue())) {
        out.println(padded(field.getKey(), width) + Cells.text(field.getValue()));
      }
    }
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      if (isList(field.getValue())) {
        out.println();
        out.println(words(field.getKey()) + ":");
        list(field.getValue(), wide, out);
      }
    }
  }

  private static boolean isList(JsonNode value) {
    return value.isArray() && value.path(0).isObject();
  }

  private static void list(JsonNode rows, boolean wide, PrintWriter out) {
    TreeSet<String> seen = new TreeSet<>();
    Table<JsonNode> table = new Table<>(wide);
    for (JsonNode row : rows) {
      row.fieldNames()
          .forEachRemaining(
              name -> {
                if (seen.add(name)) {
                  table.column(
                      words(name).toUpperCase(Locale.ROOT), each -> Cells.text(each.path(name)));
                }
              });
    }
    table.print(rows, out);
  }

  private static String padded(String name, int width) {
    String words = words(name);
    return words + " ".repeat(width - words.length() + 2);
  }

  /** {@code ruleSets} as rule sets. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
