// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.rules.RuleSource;

/** The rule set of the act: a region, a rule that purges a tag of it, and a job after the rule. */
public final class PriceRules {
  static final String SET = "demo";
  static final String REGION = "demo:price";
  static final String JOB = "prices-again";
  static final String EVENT = "demo.prices.changed";

  /** L1 holds all prices, and knows which of them are read. */
  private static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: demo, owner: demo}
      regions:
        - name: demo:price
          key: demo:price:{shop}:{article}
          tags: ["demo:shop:{shop}"]
          ttl: 1h
          l1: {maxEntries: 6000, ttl: 10m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: demo, owner: demo}
      rules:
        - id: prices-changed
          event: demo.prices.changed
          invalidate:
            - tag: demo:shop:{shop}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: demo, owner: demo}
      jobs:
        - id: prices-again
          region: demo:price
          priority: high
          after: {rule: prices-changed}
          keys: {hottest: 1000}
      """;

  private PriceRules() {}

  /** The rule set, to be in force before the act begins. */
  public static RuleSource source() {
    return new RuleSource(SET, "demo.yaml", 0, TEXT);
  }
}
