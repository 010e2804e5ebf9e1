// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import dev.freshet.example.notification.NotificationPreferencesChanged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

class EventDecoderPropertyTest {
  private static final RecordAddress ADDRESS = new RecordAddress("t", 0, 0);

  private final AvroCodec avro = AvroCodec.forRegistry("mock://fuzz");
  private final EventDecoder decoder = new EventDecoder(avro);
  private final byte[] avroValue =
      avro.encode(
          "t",
          NotificationPreferencesChanged.newBuilder()
              .setUserId(42)
              .setChannels(Map.of("email", true, "push", false))
              .setChangedAt(Instant.EPOCH)
              .build());

  @Property(tries = 5_000)
  void shouldDecodeOrRefuseWhateverComes(
      @ForAll("headers") List<Header> headers, @ForAll("values") byte[] value) {
    String outcome = outcomeOf(headers, value);

    Statistics.label("outcome").collect(outcome);
    Statistics.label("outcome")
        .coverage(
            seen -> {
              seen.check("decoded").count(count -> count >= 20);
              for (Reason reason : Reason.values()) {
                seen.check(reason.code()).count(count -> count >= 1);
              }
            });
  }

  private String outcomeOf(List<Header> headers, byte[] value) {
    try {
      DomainEvent event = decoder.decode(ADDRESS, new RecordHeaders(headers), value);
      assertFalse(event.type().isEmpty());
      return "decoded";
    } catch (UndecodableRecordException refused) {
      return refused.reason().code();
    }
  }

  @Property(tries = 5_000)
  void shouldDecodeOrRefuseAvroWithAnyByteChanged(
      @ForAll int place, @ForAll byte other, @ForAll("headers") List<Header> headers) {
    byte[] value = avroValue.clone();
    value[Math.floorMod(place, value.length)] = other;

    assertFalse(outcomeOf(headers, value).isEmpty());
  }

  @Property(tries = 2_000)
  void shouldReadBackWhatItsCounterpartWrites(@ForAll("events") DomainEvent event) {
    for (ProducerRecord<byte[], byte[]> record :
        List.of(
            EventEncoder.binaryJson("t", null, event),
            EventEncoder.structuredJson("t", null, event))) {
      assertEquals(event, decoder.decode(ADDRESS, record.headers(), record.value()));
    }
  }

  @Provide
  Arbitrary<List<Header>> headers() {
    Arbitrary<String> names =
        Arbitraries.of(
            "ce_type",
            "ce_id",
            "ce_source",
            "ce_time",
            "ce_specversion",
            "ce_subject",
            "ce_",
            "ce_x",
            "content-type",
            "Content-Type",
            "__value_schema_id",
            "other");
    Arbitrary<byte[]> texts =
        Arbitraries.of(
                "",
                "1.0",
                "t",
                "2026-03-01T10:15:30Z",
                "application/json",
                "application/avro",
                "application/cloudevents+json",
                "application/cloudevents+json; charset=utf-16",
                "\0")
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(6);
    Arbitrary<Header> headers =
        Combinators.combine(names, Arbitraries.frequencyOf(Tuple.of(6, texts), Tuple.of(1, bytes)))
            .as(RecordHeader::new);
    Arbitrary<List<Header>> wild = headers.list().ofMaxSize(6);
    Arbitrary<List<Header>> almostRight =
        headers
            .list()
            .ofMaxSize(1)
            .map(
                one -> {
                  List<Header> all = new ArrayList<>(one);
                  for (String name : List.of("ce_type", "ce_id", "ce_source")) {
                    all.add(new RecordHeader(name, new byte[] {'t'}));
                  }
                  return all;
                });
    return Arbitraries.oneOf(wild, almostRight);
  }

  @Provide
  Arbitrary<byte[]> values() {
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
    Arbitrary<byte[]> framed =
        Combinators.combine(Arbitraries.of(1, 9), anything)
            .as((id, bytes) -> concat(new byte[] {0, 0, 0, 0, id.byteValue()}, bytes));
    Arbitrary<byte[]> cut =
        Arbitraries.integers()
            .between(0, avroValue.length)
            .map(length -> Arrays.copyOf(avroValue, length));
    Arbitrary<byte[]> json =
        Arbitraries.of(
                "{",
                "[",
                "{}",
                "[]",
                "null",
                "1e999",
                "\"x\"",
                "{\"a\":1e400}",
                "{\"a\":{}}",
                "{\"type\":\"t\",\"id\":\"1\",\"source\":\"s\"}",
                "{\"type\":\"t\",\"id\":1,\"source\":true,\"data\":null}",
                "{\"type\":\"t\",\"id\":\"1\",\"source\":\"s\",\"data_base64\":\"e30=\"}",
                "{\"TYPE\":\"t\",\"type\":\"u\",\"id\":\"1\",\"source\":\"s\",\"data\":{\"a\":[[1]]}}",
                "{\"a\":".repeat(2_000),
                "[".repeat(2_000),
                "1".repeat(2_000))
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(anything, framed, cut, json);
  }

  @Provide
  Arbitrary<DomainEvent> events() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .all()
            .ofMinLength(1)
            .ofMaxLength(8)
            .filter(EventDecoderPropertyTest::isUtf8);
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'f').ofMinLength(3).ofMaxLength(5);
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            texts.asGeneric(),
            Arbitraries.of(true, false).asGeneric());
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            leaves,
            leaves.list().ofMaxSize(3).asGeneric(),
            Arbitraries.maps(texts, leaves).ofMaxSize(3).asGeneric());
    Arbitrary<Instant> times =
        Arbitraries.longs().between(-1_000_000_000L, 4_000_000_000L).map(Instant::ofEpochSecond);
    return Combinators.combine(
            texts,
            texts,
            texts,
            texts.injectNull(0.2),
            times.injectNull(0.2),
            Arbitraries.maps(names, texts).ofMaxSize(3),
            Arbitraries.maps(texts, values).ofMaxSize(4))
        .as(DomainEvent::new);
  }

  private static boolean isUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }
}
