// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaseWriterTest {
  private static final RuleBook SHIPPED = RuleBook.compile(ShippedRules.load()).orThrow();

  @Test
  void shouldWriteWhatTheRulesSayToday() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("userId", 42L);
    data.put("amount", 12.5);
    data.put("note", "a \"b\"\n: {c}");
    data.put("cardNumber", "4111");
    data.put("nested", Map.of("access_token", "s3cret", "tags", List.of("x", "7", true)));
    data.put("at", Instant.EPOCH);
    data.put("nothing", null);
    DomainEvent refund =
        new DomainEvent(
            "e 1",
            "/pay",
            "payment.refunded",
            "p1",
            Instant.parse("2026-11-20T10:15:30Z"),
            Map.of("sessiontoken", "t0", "tenant", "acme"),
            data);

    String text =
        CaseWriter.write(List.of(refund, DomainEvent.of("2", "/x", "o", Map.of())), SHIPPED);

    assertEquals(
        """
        apiVersion: freshet.dev/v1
        kind: RuleTests
        tests:
          - name: "payment.refunded e 1"
            event:
              type: payment.refunded
              id: "e 1"
              source: /pay
              subject: p1
              time: "2026-11-20T10:15:30Z"
              sessiontoken: "***"
              tenant: acme
              data: {userId: 42, amount: 12.5, note: "a \\"b\\"\\u000A: {c}", cardNumber: "***", nested: {access_token: "***", tags: [x, "7", true]}, at: "1970-01-01T00:00:00Z", nothing: null}
            invalidates:
              - key: payment:history:42
              - key: payment:recent:42
              - parameter: {region: payment:transactions, hole: userId, value: "42"}
              - region: analytics:revenue
            fails:
              - "{billId} reads data.billId, which the event lacks"
          - name: "o 2"
            event:
              type: o
              id: "2"
              source: /x
              data: {}
            invalidates: []
        """,
        text.replaceFirst(
            "nested: \\{tags: (.*?]), access_token: \"\\*\\*\\*\"}",
            "nested: {access_token: \"***\", tags: $1}"));
  }

  @Test
  void shouldNameEventsOfOneIdApart() {
    DomainEvent event = DomainEvent.of("1", "/s", "e", Map.of());

    String text = CaseWriter.write(List.of(event, event, event), SHIPPED);

    assertTrue(text.contains("name: \"e 1\"\n"), text);
    assertTrue(text.contains("name: \"e 1 (2)\"\n"), text);
    assertTrue(text.contains("name: \"e 1 (3)\"\n"), text);
  }

  @Test
  void shouldKeepShadowApart() {
    String rules =
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: s, owner: o}
        regions: [{name: r, key: "r:{id}", ttl: 1m}]
        ---
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: s, owner: o}
        rules: [{id: a, event: e, mode: shadow, invalidate: [{region: r}]}]
        """;
    RuleBook book = RuleBook.compile(List.of(new RuleSource("s", "s.yaml", 0, rules))).orThrow();

    String text = CaseWriter.write(List.of(DomainEvent.of("1", "/s", "e", Map.of())), book);

    assertTrue(text.endsWith("    invalidates: []\n    shadow:\n      - region: r\n"), text);
  }

  @Test
  void shouldRefuseWhatNoTestFileCanHold() {
    Map<String, @Nullable Object> deep = Map.of();
    for (int i = 0; i < 30; i++) {
      deep = Collections.singletonMap("a", deep);
    }
    List<DomainEvent> events = List.of(DomainEvent.of("1", "/s", "e", deep));

    InvalidRuleFileException refused =
        assertThrows(InvalidRuleFileException.class, () -> CaseWriter.write(events, SHIPPED));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("limit 'nesting depth'"),
        refused::getMessage);
  }
}
