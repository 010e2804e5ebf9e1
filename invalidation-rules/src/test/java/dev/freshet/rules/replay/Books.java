// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;

/** Two revisions of one rule set that differ in every way that a replay shows. */
final class Books {
  private static final String BEFORE =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: pay, owner: o}
      regions:
        - {name: history, key: "history:{userId}", tags: ["user:{userId}"], ttl: 1h}
        - {name: detail, key: "detail:{userId}:{paymentId}", ttl: 1h}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: pay, owner: o}
      rules:
        - id: paid
          event: payment.success
          when: data.amount > 10
          invalidate:
            - key: history:{userId}
        - id: refunded
          event: payment.refunded
          invalidate:
            - pattern: detail:{userId}:*
        - id: also-paid
          event: payment.*
          invalidate:
            - key: history:{userId}
          mode: shadow
      """;

  private static final String AFTER =
      BEFORE
              .replace("data.amount > 10", "data.amount > 5")
              .replace(
                  "      - pattern: detail:{userId}:*",
                  "      - tag: user:{userId}\n      - key: detail:{userId}:{paymentId}")
          + """
            - id: flushed
              event: payment.flushed
              invalidate:
                - region: detail
                - pattern: old:*:{userId}
                  scan: true
          """;

  private Books() {}

  static RuleBook before() {
    return book(BEFORE);
  }

  static RuleBook after() {
    return book(AFTER);
  }

  static String text() {
    return BEFORE;
  }

  static RuleBook book(String text) {
    return RuleBook.compile(List.of(new RuleSource("pay", "pay.yaml", 1, text))).orThrow();
  }
}
