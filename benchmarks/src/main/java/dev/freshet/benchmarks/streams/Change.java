// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RuleSource;
import java.util.Map;

/** The one kind of event that is measured, which makes the one entry of its number stale. */
final class Change {
  static final String REGION = "change";

  /** What the tags of entries begin with, before the number. */
  static final String TAG = "changed:";

  /** Fills the value up to about 200 B. */
  private static final String TEXT = "x".repeat(160);

  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: bench, owner: bench}
      regions:
        - name: change
          key: change:{id}
          tags: ["changed:{id}"]
          ttl: 1d
          l1: {maxEntries: 200000, ttl: 1d}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: bench, owner: bench}
      rules:
        - {id: changed, event: bench.changed, invalidate: [{tag: "changed:{id}"}]}
      """;

  private Change() {}

  /** The region and the rule. */
  static RuleSource rules() {
    return new RuleSource("bench", "bench.yaml", 1, RULES);
  }

  /** The event; its subject, and so its record's key, is the number. */
  static DomainEvent event(int number) {
    return new DomainEvent(
        "c-" + number,
        "/benchmark",
        "bench.changed",
        Integer.toString(number),
        null,
        Map.of(),
        Map.of("id", (long) number, "name", "Ada", "text", TEXT));
  }

  /** The number at the end of a tag, or that a record's key is. */
  static int number(String text) {
    return Integer.parseInt(text, text.lastIndexOf(':') + 1, text.length(), 10);
  }
}
