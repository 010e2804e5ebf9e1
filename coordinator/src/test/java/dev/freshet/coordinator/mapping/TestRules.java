// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

/** Rule files for tests. */
final class TestRules {
  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: payments, owner: payment-service}
      regions:
        - name: payment:history
          key: payment:history:{userId}
          ttl: 15m
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: payments, owner: payment-service}
      rules:
      """;

  private TestRules() {}

  /** The rule set {@code payments}, with these rules. */
  static String payments(String... rules) {
    return REGIONS + String.join("", rules);
  }

  /** A rule for {@code payment.success} with one tag. */
  static String tag(String id, String tag) {
    return """
      - id: %s
        event: payment.success
        invalidate:
          - tag: "%s"
    """
        .formatted(id, tag);
  }

  /** As {@link #tag}, in shadow mode. */
  static String shadow(String id, String tag) {
    return tag(id, tag) + "    mode: shadow\n";
  }

  /** As {@link #tag}, with a further line. */
  static String tag(String id, String tag, String line) {
    return tag(id, tag) + "    " + line + "\n";
  }

  /** As {@link #tag}, on a condition. */
  static String when(String id, String condition, String tag) {
    return tag(id, tag) + "    when: \"" + condition + "\"\n";
  }

  /** A rule for {@code payment.success} with the key of the region. */
  static String history(String id) {
    return """
      - id: %s
        event: payment.success
        invalidate:
          - key: payment:history:{userId}
    """
        .formatted(id);
  }
}
