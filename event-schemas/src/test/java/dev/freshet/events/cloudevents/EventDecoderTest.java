// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import dev.freshet.example.payment.PaymentSuccess;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private static final RecordAddress ADDRESS = new RecordAddress("payments", 3, 1234);
  private static final PaymentSuccess PAYMENT =
      PaymentSuccess.newBuilder()
          .setPaymentId("p-1")
          .setUserId(42)
          .setBillId("b-7")
          .setAmount(12.5)
          .setCurrency("EUR")
          .setStatus("settled")
          .setPaidAt(Instant.parse("2026-03-01T10:15:30Z"))
          .build();

  private final AvroCodec avro = AvroCodec.forRegistry("mock://decoder");
  private final EventDecoder decoder = new EventDecoder(avro);

  @Test
  void shouldReadBinaryModeInJson() {
    Headers headers =
        headers(
            "ce_specversion", "1.0",
            "ce_type", "payment.success",
            "ce_source", "/payments",
            "ce_id", "e-1",
            "ce_subject", "p-1",
            "ce_time", "2026-03-01T11:15:30+01:00",
            "ce_tenant", "north",
            "Content-Type", "application/json; charset=utf-8");

    DomainEvent event =
        decoder.decode(
            ADDRESS,
            headers,
            utf8(
                "{\"userId\":42,\"amount\":1.5,\"big\":18446744073709551616,\"a\":[true,null,{}]}"));

    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("userId", 42L);
    data.put("amount", 1.5);
    data.put("big", new BigDecimal("18446744073709551616"));
    data.put("a", Arrays.asList(true, null, Map.of()));
    assertEquals(
        new DomainEvent(
            "e-1",
            "/payments",
            "payment.success",
            "p-1",
            Instant.parse("2026-03-01T10:15:30Z"),
            Map.of("tenant", "north"),
            data),
        event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents+json",
        "Application/CloudEvents+JSON; charset=UTF-8",
        "application/cloudevents"
      })
  void shouldReadStructuredMode(String contentType) {
    DomainEvent event =
        decoder.decode(
            ADDRESS,
            headers("content-type", contentType, "ce_type", "repeated"),
            utf8(
                """
                {"specversion":"1.0","type":"user.updated","source":"/users","id":"e-2","time":null,
                 "partitionkey":"42","attempt":3,"data":{"userId":42}}"""));

    assertEquals(
        new DomainEvent(
            "e-2",
            "/users",
            "user.updated",
            null,
            null,
            Map.of("partitionkey", "42", "attempt", "3"),
            Map.of("userId", 42L)),
        event);
  }

  @Test
  void shouldReadStructuredModeWithoutDataAndWithBase64() {
    Headers headers = headers("content-type", "application/cloudevents+json");
    String attributes = "\"type\":\"t\",\"source\":\"/s\",\"id\":\"1\"";

    DomainEvent bare = decoder.decode(ADDRESS, headers, utf8("{" + attributes + "}"));
    DomainEvent encoded =
        decoder.decode(
            ADDRESS, headers, utf8("{" + attributes + ",\"data_base64\":\"eyJhIjoxfQ==\"}"));

    assertEquals(Map.of(), bare.data());
    assertEquals(Map.of("a", 1L), encoded.data());
  }

  @Test
  void shouldReadAvroThatSaysNothingButItsSchema() {
    byte[] value = avro.encode("payments", PAYMENT);

    DomainEvent event = decoder.decode(ADDRESS, new RecordHeaders(), value);

    assertEquals("payments:3:1234", event.id());
    assertEquals("payments", event.source());
    assertEquals("payment.success", event.type());
    assertEquals(42L, event.data().get("userId"));
    assertEquals(12.5, event.data().get("amount"));
    assertEquals(Instant.parse("2026-03-01T10:15:30Z"), event.data().get("paidAt"));
    assertNull(event.data().get("method"));
    assertTrue(event.data().containsKey("method"));
  }

  @Test
  void shouldPreferHeadersToWhatTheSchemaSays() {
    byte[] value = avro.encode("payments", PAYMENT);

    DomainEvent event =
        decoder.decode(
            ADDRESS,
            headers(
                "ce_type", "payment.settled", "ce_id", "e-3", "content-type", "application/avro"),
            value);

    assertEquals("payment.settled", event.type());
    assertEquals("e-3", event.id());
    assertEquals("payments", event.source());
  }

  @Test
  void shouldMapEveryAvroType() {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"All","eventType":"all","fields":[
                 {"name":"decimal","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
                 {"name":"uuid","type":{"type":"string","logicalType":"uuid"}},
                 {"name":"micros","type":{"type":"long","logicalType":"timestamp-micros"}},
                 {"name":"date","type":["null",{"type":"int","logicalType":"date"}]},
                 {"name":"bytes","type":"bytes"},
                 {"name":"fixed","type":{"type":"fixed","name":"Two","size":2}},
                 {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}},
                 {"name":"ratio","type":"float"},
                 {"name":"count","type":"int"},
                 {"name":"tags","type":{"type":"map","values":{"type":"array","items":"string"}}},
                 {"name":"inner","type":{"type":"record","name":"Inner","fields":[{"name":"x","type":"long"}]}}
                ]}""");
    GenericData.Record inner = new GenericData.Record(schema.getField("inner").schema());
    inner.put("x", 1L);
    UUID uuid = UUID.fromString("0d4bb8b1-1b1f-4b55-9a1c-0e4ac4a3b1b2");
    byte[] value =
        avro.encode(
            "all",
            new GenericRecordBuilder(schema)
                .set("decimal", ByteBuffer.wrap(new byte[] {1, 2}))
                .set("uuid", uuid.toString())
                .set("micros", 1L)
                .set("date", 3)
                .set("bytes", ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .set("fixed", new GenericData.Fixed(schema.getField("fixed").schema(), new byte[2]))
                .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"))
                .set("ratio", 0.5f)
                .set("count", 7)
                .set("tags", Map.of("k", List.of("v")))
                .set("inner", inner)
                .build());

    Map<String, @Nullable Object> data = decoder.decode(ADDRESS, new RecordHeaders(), value).data();

    assertEquals(new BigDecimal("2.58"), data.get("decimal"));
    assertEquals(uuid.toString(), data.get("uuid"));
    assertEquals(Instant.ofEpochSecond(0, 1_000), data.get("micros"));
    assertEquals("1970-01-04", data.get("date"));
    assertEquals("AQID", data.get("bytes"));
    assertEquals("AAA=", data.get("fixed"));
    assertEquals("B", data.get("kind"));
    assertEquals(0.5, data.get("ratio"));
    assertEquals(7L, data.get("count"));
    assertEquals(Map.of("k", List.of("v")), data.get("tags"));
    assertEquals(Map.of("x", 1L), data.get("inner"));
  }

  @Test
  void shouldReadABinaryEventWithoutData() {
    Headers headers = headers("ce_type", "t", "ce_source", "/s", "ce_id", "1");

    assertEquals(Map.of(), decoder.decode(ADDRESS, headers, null).data());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '\'',
      nullValues = "-",
      value = {
        "- -> - -> EMPTY",
        "- -> {\"userId\":1} -> MISSING_TYPE",
        "ce_id=1,ce_source=/s -> {} -> MISSING_TYPE",
        "ce_type=,ce_id=1,ce_source=/s -> {} -> MISSING_TYPE",
        "ce_type=t,ce_source=/s -> {} -> MISSING_ATTRIBUTE",
        "ce_type=t,ce_id=1 -> {} -> MISSING_ATTRIBUTE",
        "ce_type=t,ce_type=u,ce_id=1,ce_source=/s -> {} -> INVALID_ATTRIBUTE",
        "ce_type=t,ce_id=1,ce_source=/s,ce_time=yesterday -> {} -> INVALID_ATTRIBUTE",
        "ce_type=t,ce_id=1,ce_source=/s,ce_specversion=0.3 -> {} -> UNSUPPORTED_FRAMING",
        "ce_type=t,ce_id=1,ce_source=/s -> {\"a\": -> NOT_JSON",
        "ce_type=t,ce_id=1,ce_source=/s -> {} {} -> NOT_JSON",
        "ce_type=t,ce_id=1,ce_source=/s -> {\"a\":1,\"a\":2} -> NOT_JSON",
        "ce_type=t,ce_id=1,ce_source=/s -> [1] -> NOT_JSON",
        "ce_type=t,ce_id=1,ce_source=/s,content-type=text/xml -> <a/> -> NOT_JSON",
        "ce_type=t,content-type=application/avro -> {\"a\":1} -> NOT_AVRO",
        "__value_schema_id=x,ce_type=t -> {} -> UNSUPPORTED_FRAMING",
        "content-type=application/cloudevents-batch+json -> [] -> UNSUPPORTED_FRAMING",
        "content-type=application/cloudevents+avro -> x -> UNSUPPORTED_FRAMING",
        "content-type=application/cloudevents+json -> - -> NOT_JSON",
        "content-type=application/cloudevents+json -> [] -> NOT_JSON",
        "content-type=application/cloudevents+json -> {\"id\":\"1\"} -> MISSING_TYPE",
        "content-type=application/cloudevents+json -> {\"type\":\"t\",\"id\":\"1\"} -> MISSING_ATTRIBUTE",
        "content-type=application/cloudevents+json -> {\"type\":{},\"id\":\"1\"} -> INVALID_ATTRIBUTE",
        "content-type=application/cloudevents+json"
            + " -> {\"type\":\"t\",\"id\":\"1\",\"source\":\"s\",\"data\":3} -> NOT_JSON",
        "content-type=application/cloudevents+json"
            + " -> {\"type\":\"t\",\"id\":\"1\",\"source\":\"s\",\"data\":{},\"data_base64\":\"\"} -> NOT_JSON",
        "content-type=application/cloudevents+json"
            + " -> {\"type\":\"t\",\"id\":\"1\",\"source\":\"s\",\"data_base64\":\"%\"} -> NOT_JSON",
      })
  void shouldGiveAReason(@Nullable String headers, @Nullable String value, Reason reason) {
    Headers given = new RecordHeaders();
    for (String header : headers == null ? new String[0] : headers.split(",", -1)) {
      String[] pair = header.split("=", 2);
      given.add(pair[0], utf8(pair[1]));
    }

    assertEquals(reason, refusal(given, value == null ? null : utf8(value)).reason());
  }

  @Test
  void shouldGiveAReasonForBrokenAvro() {
    byte[] value = avro.encode("payments", PAYMENT);
    byte[] unknown = value.clone();
    unknown[2] = 99;
    Schema untyped =
        new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"U\",\"fields\":[]}");
    byte[] noType = avro.encode("payments", new GenericData.Record(untyped));

    assertEquals(Reason.TRUNCATED, refusal(headers(), new byte[] {0, 0, 0}).reason());
    assertEquals(
        Reason.TRUNCATED, refusal(headers(), Arrays.copyOf(value, value.length - 1)).reason());
    assertEquals(Reason.UNKNOWN_SCHEMA, refusal(headers("ce_type", "t"), unknown).reason());
    assertEquals(Reason.MISSING_TYPE, refusal(headers(), noType).reason());
  }

  @Test
  void shouldSurviveARecordNestedWithoutEnd() {
    Schema recursive =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}""");
    byte[] one =
        avro.encode("nodes", new GenericRecordBuilder(recursive).set("next", null).build());
    byte[] deep = Arrays.copyOf(one, 1_000_000);
    // Branch 1 of the union, again and again: each byte is one level deeper.
    Arrays.fill(deep, 5, deep.length - 1, (byte) 2);

    assertEquals(Reason.MALFORMED, refusal(headers("ce_type", "t"), deep).reason());
  }

  @Test
  void shouldGiveAReasonForHeadersThatAreNoText() {
    Headers nothing = headers("ce_id", "1", "ce_source", "/s").add("ce_type", null);
    Headers noUtf8 =
        headers("ce_id", "1", "ce_source", "/s").add("ce_type", new byte[] {(byte) 0xc3, 0x28});

    assertEquals(
        "payments:3:1234: header ce_type: found no value, expected one UTF-8 text",
        refusal(nothing, utf8("{}")).getMessage());
    assertEquals(Reason.INVALID_ATTRIBUTE, refusal(noUtf8, utf8("{}")).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-1", "Zo\u00eb", "\ud83d\ude00", "\ufffd", ""})
  void shouldReadEveryTextInAHeader(String id) {
    Headers headers = headers("ce_type", "t", "ce_source", "/s", "ce_id", "1", "ce_who", id);

    DomainEvent event = decoder.decode(ADDRESS, headers, utf8("{}"));

    assertEquals(id, event.extensions().getOrDefault("who", ""));
  }

  @Test
  void shouldSayWhereTheRecordStandsAndNothingOfItsValue() {
    Headers headers = headers("ce_type", "t", "ce_id", "1", "ce_source", "/s");

    var error = refusal(headers, utf8("{\"password\":\"hunter2\""));

    assertEquals(
        "payments:3:1234: the value cannot be parsed, expected a JSON object", error.getMessage());
  }

  private UndecodableRecordException refusal(Headers headers, byte @Nullable [] value) {
    return assertThrows(
        UndecodableRecordException.class, () -> decoder.decode(ADDRESS, headers, value));
  }

  private static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], utf8(namesAndValues[i + 1]));
    }
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
