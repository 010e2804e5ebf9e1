// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.values.Template;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a shape promises of a field is what the decoder makes of a record. */
class ArrivingTypesTest {
  private static final RecordAddress AT = new RecordAddress("orders", 0, 7);

  private static final Schema AVRO =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "eventType": "e", "fields": [
                {"name": "string", "type": "string"},
                {"name": "int", "type": "int"},
                {"name": "long", "type": "long"},
                {"name": "float", "type": "float"},
                {"name": "double", "type": "double"},
                {"name": "boolean", "type": "boolean"},
                {"name": "bytes", "type": "bytes"},
                {"name": "fixed", "type": {"type": "fixed", "name": "Two", "size": 2}},
                {"name": "enum", "type": {"type": "enum", "name": "Colour", "symbols": ["RED", "BLUE"]}},
                {"name": "decimal",
                 "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "date", "type": {"type": "int", "logicalType": "date"}},
                {"name": "timeMillis", "type": {"type": "int", "logicalType": "time-millis"}},
                {"name": "timeMicros", "type": {"type": "long", "logicalType": "time-micros"}},
                {"name": "millis", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "micros", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "nanos", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
                {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                {"name": "localMicros",
                 "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
                {"name": "uuid", "type": {"type": "string", "logicalType": "uuid"}},
                {"name": "nested", "type": {"type": "record", "name": "Nested", "fields": [
                  {"name": "id", "type": "long"}]}},
                {"name": "list", "type": {"type": "array", "items": "int"}},
                {"name": "map", "type": {"type": "map", "values": "double"}},
                {"name": "nullable", "type": ["null", "long"]}
              ]}
              """);

  @Test
  void shouldPromiseOfAvroWhatArrives() {
    GenericRecord record =
        new GenericRecordBuilder(AVRO)
            .set("string", "s")
            .set("int", 1)
            .set("long", 2L)
            .set("float", 1.5f)
            .set("double", 2.5)
            .set("boolean", true)
            .set("bytes", ByteBuffer.wrap(new byte[] {1}))
            .set("fixed", new GenericData.Fixed(AVRO.getField("fixed").schema(), new byte[2]))
            .set("enum", new GenericData.EnumSymbol(AVRO.getField("enum").schema(), "RED"))
            .set("decimal", ByteBuffer.wrap(new byte[] {5}))
            .set("date", 20_000)
            .set("timeMillis", 1_000)
            .set("timeMicros", 1_000L)
            .set("millis", 1_000L)
            .set("micros", 1_000L)
            .set("nanos", 1_000L)
            .set("local", 1_000L)
            .set("localMicros", 1_000L)
            .set("uuid", "6f1f4bd4-2c47-4d2b-9d55-70fa0a5fb0a5")
            .set(
                "nested",
                new GenericRecordBuilder(AVRO.getField("nested").schema()).set("id", 7L).build())
            .set("list", List.of(1, 2))
            .set("map", Map.of("a", 1.5))
            .set("nullable", 7L)
            .build();
    EventShape shape = AvroShape.of(AVRO, "test").orElseThrow();

    DomainEvent event = decodeAvro(record);

    assertEquals(event.data().keySet(), shape.data().fields().keySet());
    shape
        .data()
        .fields()
        .forEach((name, field) -> fits(name, field.type(), event.data().get(name)));
  }

  @Test
  void shouldPromiseOfJsonWhatArrives() throws Exception {
    Optional<EventShape> shape =
        SchemaFiles.json(
            "test",
            """
            {"title": "e", "type": "object", "properties": {
              "text": {"type": "string"},
              "time": {"type": "string", "format": "date-time"},
              "colour": {"enum": ["RED", "BLUE"]},
              "integer": {"type": "integer"},
              "number": {"type": "number"},
              "boolean": {"type": "boolean"},
              "list": {"type": "array", "items": {"type": "string"}},
              "map": {"type": "object", "additionalProperties": {"type": "integer"}},
              "nested": {"type": "object", "properties": {"id": {"type": "integer"}}}
            }}
            """);

    DomainEvent event =
        decodeJson(
            """
            {"text": "s", "time": "2026-01-01T00:00:00Z", "colour": "RED", "integer": 1,
             "number": 1.5, "boolean": true, "list": ["a"], "map": {"a": 1}, "nested": {"id": 7}}
            """);

    FieldType.Struct data = shape.orElseThrow().data();
    assertEquals(event.data().keySet(), data.fields().keySet());
    data.fields().forEach((name, field) -> fits(name, field.type(), event.data().get(name)));
  }

  private static void fits(String name, FieldType type, @Nullable Object value) {
    Object found = Objects.requireNonNull(value, name);
    if (type instanceof FieldType.Struct struct) {
      Map<?, ?> map = assertInstanceOf(Map.class, found, name);
      struct.fields().forEach((inner, field) -> fits(inner, field.type(), map.get(inner)));
    } else if (type instanceof FieldType.ListOf list) {
      List<?> items = assertInstanceOf(List.class, found, name);
      items.forEach(item -> fits(name, list.elements(), item));
    } else if (type instanceof FieldType.MapOf map) {
      Map<?, ?> entries = assertInstanceOf(Map.class, found, name);
      entries.values().forEach(item -> fits(name, map.values(), item));
    } else if (type instanceof FieldType.Symbols symbols) {
      assertTrue(symbols.names().contains(found), name);
    } else {
      assertTrue(classes((FieldType.Simple) type).contains(found.getClass()), name + " " + found);
    }
    assertEquals(type.fitsKey(), canStandInAKey(found), name);
  }

  private static List<Class<?>> classes(FieldType.Simple type) {
    return switch (type) {
      case TEXT -> List.of(String.class);
      case INTEGER -> List.of(Long.class);
      case DECIMAL -> List.of(Double.class, BigDecimal.class);
      case BOOL -> List.of(Boolean.class);
      case TIMESTAMP -> List.of(Instant.class);
      case ANY -> List.of();
    };
  }

  private static boolean canStandInAKey(Object value) {
    try {
      return !Template.encode(value).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static DomainEvent decodeAvro(GenericRecord record) {
    try (AvroCodec codec = AvroCodec.forRegistry("mock://arriving-types")) {
      return new EventDecoder(codec)
          .decode(AT, new RecordHeaders(), codec.encode(AT.topic(), record));
    }
  }

  private static DomainEvent decodeJson(String json) {
    Headers headers =
        new RecordHeaders()
            .add("ce_specversion", "1.0".getBytes(UTF_8))
            .add("ce_id", "1".getBytes(UTF_8))
            .add("ce_source", "/s".getBytes(UTF_8))
            .add("ce_type", "e".getBytes(UTF_8))
            .add("content-type", "application/json".getBytes(UTF_8));
    try (AvroCodec codec = AvroCodec.forRegistry("mock://arriving-types")) {
      return new EventDecoder(codec).decode(AT, headers, json.getBytes(UTF_8));
    }
  }
}
