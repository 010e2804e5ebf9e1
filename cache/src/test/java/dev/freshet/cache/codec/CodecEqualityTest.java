// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** A region that is opened twice asks whether the second codec is the first one's like. */
class CodecEqualityTest {
  private static final Schema ONE = SchemaBuilder.record("One").fields().endRecord();
  private static final Schema TWO = SchemaBuilder.record("Two").fields().endRecord();
  private static final Schema ONE_WITH_MORE =
      SchemaBuilder.record("One").fields().optionalString("more").endRecord();

  private static final List<Supplier<Codec<?>>> CODECS =
      List.of(
          Codec::bytes,
          Codec::string,
          Codec::jsonText,
          () -> Codec.json(String.class),
          () -> Codec.json(List.class),
          () -> MessagePackCodec.of(String.class),
          () -> AvroRecordCodec.generic(ONE),
          () -> AvroRecordCodec.generic(TWO),
          () -> AvroRecordCodec.generic(ONE, ONE_WITH_MORE),
          () -> ProtobufCodec.of(StringValue.parser()),
          () -> ProtobufCodec.of(Timestamp.parser()),
          () -> Codec.<String>json(String.class).alsoReading(Codec.string()));

  @Test
  void shouldEqualACodecOfTheSameValuesAndNoOther() {
    for (Supplier<Codec<?>> one : CODECS) {
      for (Supplier<Codec<?>> other : CODECS) {
        if (one == other) {
          assertEquals(one.get(), other.get());
          assertEquals(one.get().hashCode(), other.get().hashCode());
        } else {
          assertNotEquals(one.get(), other.get());
        }
      }
    }
  }

  @Test
  void shouldSayWhichCodecItIs() {
    assertEquals(
        List.of(
            "codec bytes",
            "codec string",
            "codec json text",
            "codec json of java.lang.String",
            "codec json of java.util.List",
            "codec messagepack of java.lang.String",
            "codec avro of One",
            "codec avro of Two",
            "codec avro of One",
            "codec protobuf by com.google.protobuf.StringValue$1",
            "codec protobuf by com.google.protobuf.Timestamp$1",
            "codec json of java.lang.String, also reading codec string"),
        CODECS.stream().map(codec -> codec.get().toString()).toList());
  }
}
