// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.rules;

import dev.freshet.rules.RuleSource;
import java.util.ArrayList;
import java.util.List;

/** Rule sets of any size, of which three rules are for the event that is measured. */
final class Book {
  /** The event that three rules are for. */
  static final String EVENT = "shop.order.paid";

  private static final int RULES_PER_SET = 1_000;
  private static final int MATCHING = 3;

  static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: regions, owner: bench}
      regions:
        - {name: order, key: "order:{orderId}", tags: ["user:{orderId}"], ttl: 1h}
        - {name: history, key: "history:{userId}:{page}", ttl: 1h}
      """;

  private Book() {}

  /**
   * Rule sets with so many rules in all.
   *
   * @param conditions whether the three have a condition, which the event fulfils
   */
  static List<RuleSource> of(int rules, boolean conditions) {
    List<RuleSource> sources = new ArrayList<>();
    sources.add(new RuleSource("regions", "regions.yaml", 1, REGIONS));
    for (int start = 0; start < rules; start += RULES_PER_SET) {
      String name = "set" + start / RULES_PER_SET;
      StringBuilder text = new StringBuilder(head(name));
      for (int i = start; i < Math.min(rules, start + RULES_PER_SET); i++) {
        text.append(rule(i, i < MATCHING ? EVENT : "other.type" + i, conditions && i < MATCHING));
      }
      sources.add(new RuleSource(name, name + ".yaml", 1, text.toString()));
    }
    return sources;
  }

  static String head(String name) {
    return """
    apiVersion: freshet.dev/v1
    kind: InvalidationRules
    metadata: {name: %s, owner: bench}
    rules:
    """
        .formatted(name);
  }

  /** Each rule has three outputs, and each of the three rules other targets. */
  static String rule(int number, String event, boolean condition) {
    String tag = List.of("user:{userId}", "user:{sellerId}", "user:{buyerId}").get(number % 3);
    return """
      - id: rule%d
        event: %s
    %s    invalidate:
          - key: order:{orderId}
          - pattern: history:{userId}:*
          - tag: %s
    """
        .formatted(number, event, condition ? "    when: data.amount > 10\n" : "", tag);
  }
}
