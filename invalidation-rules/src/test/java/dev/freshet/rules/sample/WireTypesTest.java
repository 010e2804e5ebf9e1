// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.schema.EventShape;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.schema.FieldType;
import dev.freshet.rules.schema.FieldType.Field;
import dev.freshet.rules.schema.FieldType.Simple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTypesTest {
  private static final String TIME = "2026-03-01T11:15:30+01:00";
  private static final Instant INSTANT = Instant.parse("2026-03-01T10:15:30Z");

  @Test
  void shouldMakeTimestampsWhereTheSchemaSaysSoAndNowhereElse() {
    FieldType.Struct inner = struct(Map.of("at", Simple.TIMESTAMP, "note", Simple.TEXT));
    FieldType.Struct data =
        struct(
            Map.of(
                "at", Simple.TIMESTAMP,
                "bad", Simple.TIMESTAMP,
                "text", Simple.TEXT,
                "number", Simple.DECIMAL,
                "inner", inner,
                "list", new FieldType.ListOf(inner),
                "map", new FieldType.MapOf(Simple.TIMESTAMP)));
    Map<String, Object> sample =
        Map.of(
            "at",
            TIME,
            "bad",
            "yesterday",
            "text",
            TIME,
            "number",
            12L,
            "inner",
            Map.of("at", TIME, "note", TIME),
            "list",
            List.of(Map.of("at", TIME)),
            "map",
            Map.of("k", TIME),
            "unknown",
            Map.of("at", TIME));

    DomainEvent typed =
        WireTypes.apply(
            DomainEvent.of("1", "/s", "t", sample),
            EventTypes.of(List.of(new EventShape("t", "t.avsc", data))));

    assertEquals(
        Map.of(
            "at",
            INSTANT,
            "bad",
            "yesterday",
            "text",
            TIME,
            "number",
            12L,
            "inner",
            Map.of("at", INSTANT, "note", TIME),
            "list",
            List.of(Map.of("at", INSTANT)),
            "map",
            Map.of("k", INSTANT),
            "unknown",
            Map.of("at", TIME)),
        typed.data());
  }

  @Test
  void shouldLeaveEventsOfUnknownTypesAlone() {
    DomainEvent event = DomainEvent.of("1", "/s", "t", Map.of("at", TIME));

    assertSame(event, WireTypes.apply(event, EventTypes.NONE));
  }

  @Test
  void shouldLetASampleMeetAConditionOnAShippedSchema() {
    String rules =
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: s, owner: o}
        rules:
          - id: late
            event: payment.success
            when: data.paidAt > timestamp('2026-01-01T00:00:00Z')
            invalidate: [{all: true}]
        """;
    RuleBook book =
        RuleBook.compile(List.of(new RuleSource("s", "s.yaml", 1, rules)), EventTypes.shipped())
            .orThrow();
    DomainEvent sample = DomainEvent.of("1", "/s", "payment.success", Map.of("paidAt", TIME));

    assertTrue(book.explain(sample, Instant.EPOCH).failed());
    assertTrue(
        book.explain(WireTypes.apply(sample, EventTypes.shipped()), Instant.EPOCH).matched());
  }

  private static FieldType.Struct struct(Map<String, FieldType> types) {
    Map<String, Field> fields = new HashMap<>();
    types.forEach((name, type) -> fields.put(name, new Field(type, false, "")));
    return new FieldType.Struct(fields, true);
  }
}
