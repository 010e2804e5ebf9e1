// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;

/**
 * A region of all rows of {@link Items}, a rule that invalidates one, a job that warms them all.
 */
final class ItemRules {
  static final String RULE_SET = "items";
  static final String REGION = "item";
  static final String EVENT = "item.changed";
  static final String DATA_SOURCE = "items";
  static final String JOB = "all-items";

  private static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: items, owner: chaos}
      regions:
        - {name: item, key: "item:{id}", tags: ["thing:{id}"], ttl: 1h}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: items, owner: chaos}
      rules:
        - id: item-changed
          event: item.changed
          invalidate:
            - tag: thing:{id}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: items, owner: chaos}
      jobs:
        - id: all-items
          region: item
          priority: high
          onDemand: true
          keys: {jdbc: {dataSource: items, query: select id from items order by id}}
      """;

  private ItemRules() {}

  static List<RuleSource> sources() {
    return List.of(RuleSource.ofUtf8(RULE_SET, "items.yaml", 0, TEXT.getBytes(UTF_8)));
  }

  static RegionCatalog regions() {
    return RuleBook.compile(sources()).orThrow().regions();
  }
}
