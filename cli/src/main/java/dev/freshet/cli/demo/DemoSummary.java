// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo found.
 *
 * @param events published and measured
 * @param commands that they made
 * @param nodes that applied them
 * @param keys filled on every node
 * @param changedKeys of which events changed this many
 * @param reads while the events came
 * @param wrong entries that are not as the events left them
 * @param staleReads reads that returned what an applied event had made stale
 * @param p50Ms publish to applied on all nodes
 * @param p99Ms the same
 * @param relayP50Ms the bare relay beside it
 * @param relayP99Ms the same
 */
public record DemoSummary(
    long events,
    long commands,
    int nodes,
    int keys,
    long changedKeys,
    long reads,
    List<String> wrong,
    long staleReads,
    double p50Ms,
    double p99Ms,
    double relayP50Ms,
    double relayP99Ms) {

  public DemoSummary {
    wrong = List.copyOf(wrong);
  }

  /** Whether exactly the right keys went stale and nobody read an old value. */
  public boolean isRight() {
    return wrong.isEmpty() && staleReads == 0;
  }

  /** For {@code --json}: names and their order are an interface. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("events", events);
    map.put("commands", commands);
    map.put("nodes", nodes);
    map.put("wrongKeys", wrong.size());
    map.put("staleReads", staleReads);
    map.put("p50Ms", p50Ms);
    map.put("p99Ms", p99Ms);
    map.put("relayP50Ms", relayP50Ms);
    map.put("relayP99Ms", relayP99Ms);
    return map;
  }

  /** For people. */
  public String toTable() {
    return """
        events published            %,d, commands made of them %,d
        keys on each of %d nodes     %,d, of which events changed %,d
        wrong keys                  %d
        stale reads                 %d of %,d
        publish -> applied on all   p50 %.2f ms   p99 %.2f ms
        bare two-hop relay          p50 %.2f ms   p99 %.2f ms
        """
        .formatted(
            events,
            commands,
            nodes,
            keys,
            changedKeys,
            wrong.size(),
            staleReads,
            reads,
            p50Ms,
            p99Ms,
            relayP50Ms,
            relayP99Ms);
  }
}
