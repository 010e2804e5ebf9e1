// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** One value for each codec, of a type that has lengths, counts and depth to lie about. */
public final class Samples {
  static final Schema CHAIN =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Chain", "namespace": "dev.freshet.sample", "fields": [
                {"name": "name", "type": "string"},
                {"name": "blob", "type": "bytes"},
                {"name": "gaps", "type": {"type": "array", "items": "null"}},
                {"name": "counts", "type": {"type": "map", "values": "long"}},
                {"name": "next", "type": ["null", "Chain"]}]}""");

  private Samples() {}

  /** A value and the codec that writes it. */
  public record Sample<V>(String name, Codec<V> codec, V value) {
    public byte[] encoded() {
      return codec.encode(value);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What Jackson binds. */
  public record Payment(
      String id,
      long cents,
      Instant at,
      List<String> items,
      Map<String, Double> rates,
      @Nullable Payment previous) {}

  /** All of them; names are stable, for stored bytes are kept under them. */
  public static List<Sample<?>> all() {
    return List.of(
        new Sample<>("bytes", Codec.bytes(), "bytes".repeat(40).getBytes(UTF_8)),
        new Sample<>("json", Codec.json(Payment.class), payment()),
        new Sample<>("string", Codec.string(), "Gr\u00fc\u00dfe, \u4e16\u754c ".repeat(10)),
        new Sample<>("messagepack", MessagePackCodec.of(Payment.class), payment()),
        new Sample<>("avro", AvroRecordCodec.generic(CHAIN), chain(chain(null))),
        new Sample<>("protobuf", ProtobufCodec.of(Struct.parser()), struct()));
  }

  static Payment payment() {
    Payment first =
        new Payment(
            "p-1", 1_250, Instant.ofEpochMilli(1_700_000_000_123L), List.of(), Map.of(), null);
    List<String> items = List.of("coffee", "coffee", "coffee", "coffee", "coffee", "coffee");
    return new Payment("p-2", -1, Instant.EPOCH, items, Map.of("eur", 1.25), first);
  }

  static GenericRecord chain(@Nullable GenericRecord next) {
    return new GenericRecordBuilder(CHAIN)
        .set("name", "link ".repeat(20))
        .set("blob", UTF_8.encode("blob"))
        .set("gaps", Arrays.asList(null, null))
        .set("counts", Map.of("one", 1L))
        .set("next", next)
        .build();
  }

  private static Struct struct() {
    Value text = Value.newBuilder().setStringValue("value ".repeat(20)).build();
    Value list = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(text)).build();
    return Struct.newBuilder().putFields("list", list).putFields("text", text).build();
  }
}
