// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.ArrayList;
import java.util.List;

/** Members of the registry as rows. Stateless. */
final class Members {
  private Members() {}

  static Table<JsonNode> table(boolean wide) {
    return Table.of(wide, "SERVICE", "service", "INSTANCE", "instance", "STATE", "state")
        .column("HEARD", row -> Cells.time(row.at("/heartbeat/ageMs")))
        .column("BEHIND", row -> Cells.time(row.at("/heartbeat/behindMs")))
        .column("HIT RATE", row -> hitRate(row.at("/heartbeat/regions")))
        .column("MEMORY", row -> Cells.percent(row.at("/heartbeat/memoryUsedShare")))
        .wideColumn("CIRCUIT", row -> Cells.text(row.at("/heartbeat/circuit")))
        .wideColumn("ZONE", row -> Cells.text(row.path("zone")))
        .wideColumn("VERSION", row -> Cells.text(row.path("version")))
        .wideColumn("OWNER", row -> Cells.text(row.path("owner")))
        .wideColumn("CLOCK OFF", row -> Cells.time(row.path("clockOffMs")))
        .wideColumn("RULES", row -> Cells.text(row.at("/heartbeat/ruleSets")))
        .wideColumn("SINCE", row -> Cells.text(row.path("since")))
        .column("REASON", Members::reason);
  }

  /** Of all regions together, since the member started. */
  private static String hitRate(JsonNode regions) {
    long hits = 0;
    long reads = 0;
    for (JsonNode region : regions) {
      hits += region.path("hits").asLong();
      reads += region.path("hits").asLong() + region.path("misses").asLong();
    }
    return reads == 0 ? Cells.NOTHING : Cells.percent(DoubleNode.valueOf(hits / (double) reads));
  }

  /** The registry's reason, and the conditions that do not hold. */
  private static String reason(JsonNode member) {
    List<String> reasons = new ArrayList<>();
    String reason = member.path("reason").asText("");
    if (!reason.isEmpty()) {
      reasons.add(reason);
    }
    for (JsonNode condition : member.path("conditions")) {
      String type = condition.path("type").asText();
      if (condition.path("status").asText().equalsIgnoreCase("false") && !reason.contains(type)) {
        reasons.add("not " + type);
      }
    }
    return reasons.isEmpty() ? Cells.NOTHING : String.join("; ", reasons);
  }
}
