// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;

/**
 * The rule set of the bench: one region, one event that makes an entry stale, and one that makes a
 * group of them stale. Values in Redis end by themselves: the bench leaves none for longer than
 * their TTL.
 */
public final class BenchRules {
  /** The name of the set. */
  public static final String SET = "bench";

  /** The region; the holes of its keys are {@link #GROUP} and {@link #ITEM}. */
  public static final String REGION = "bench:item";

  /** Which group an item is in. */
  public static final String GROUP = "group";

  /** Which item it is. */
  public static final String ITEM = "item";

  /** An item has changed. */
  public static final String ITEM_CHANGED = "bench.item.changed";

  /** All items of a group have changed. */
  public static final String GROUP_CHANGED = "bench.group.changed";

  private static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: bench, owner: freshet-bench}
      regions:
        - name: bench:item
          key: bench:item:{group}:{item}
          tags: ["bench:group:{group}"]
          ttl: 10m
          l1: {maxEntries: 20000, ttl: 10m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: bench, owner: freshet-bench}
      rules:
        - id: item-changed
          event: bench.item.changed
          invalidate:
            - key: bench:item:{group}:{item}
        - id: group-changed
          event: bench.group.changed
          invalidate:
            - tag: bench:group:{group}
      """;

  private BenchRules() {}

  /** The set, to be put in force. */
  public static RuleSource source() {
    return new RuleSource(SET, "bench.yaml", 0, TEXT);
  }

  /** Its region, for nodes. */
  public static RegionCatalog regions() {
    return RuleBook.compile(List.of(source())).orThrow().regions();
  }
}
