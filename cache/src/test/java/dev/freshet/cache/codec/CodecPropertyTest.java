// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.freshet.cache.codec.Samples.Payment;
import dev.freshet.cache.codec.Samples.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class CodecPropertyTest {
  private static final long MAX_ALLOCATED_BYTES = 16L * 1024 * 1024;

  private record Edit(int place, byte value) {}

  @Property(tries = 300)
  void shouldReadBackWhatItWroteThroughJacksonFormats(
      @ForAll String id,
      @ForAll long cents,
      @ForAll List<String> items,
      @ForAll("rates") Map<String, Double> rates) {
    Payment payment =
        new Payment(
            encodable(id),
            cents,
            Instant.ofEpochSecond(cents % 1_000_000),
            items.stream().map(CodecPropertyTest::encodable).toList(),
            rates,
            null);

    for (Codec<Payment> codec :
        List.<Codec<Payment>>of(Codec.json(Payment.class), MessagePackCodec.of(Payment.class))) {
      assertEquals(payment, codec.decode(codec.id(), codec.encode(payment)));
    }
  }

  @Property(tries = 300)
  void shouldReadBackTextAndBytes(@ForAll String text, @ForAll byte[] bytes) {
    Codec<BytesValue> protobuf = ProtobufCodec.of(BytesValue.parser());
    BytesValue message = BytesValue.of(ByteString.copyFrom(bytes));

    assertEquals(encodable(text), Codec.string().decode(Codec.string().encode(encodable(text))));
    assertArrayEquals(bytes, Codec.bytes().decode(Codec.bytes().encode(bytes)));
    assertEquals(message, protobuf.decode(protobuf.encode(message)));
  }

  @Example
  void shouldReadBackEachSample() {
    for (Sample<?> sample : Samples.all()) {
      assertReadsBack(sample);
    }
  }

  @Property(tries = 1_000)
  void shouldReadAnyBytesOrRefuseThem(@ForAll("samples") Sample<?> sample, @ForAll byte[] bytes) {
    assertReadOrRefused(sample.codec(), bytes);
  }

  @Property(tries = 5_000)
  void shouldReadDamagedBytesOrRefuseThem(
      @ForAll("samples") Sample<?> sample,
      @ForAll("edits") @Size(min = 1, max = 4) List<Edit> edits) {
    byte[] bytes = sample.encoded().clone();
    edits.forEach(edit -> bytes[edit.place() % bytes.length] = edit.value());

    assertReadOrRefused(sample.codec(), bytes);
  }

  @Example
  void shouldRefuseEveryCutThroughWhatHasAnEnd() {
    for (Sample<?> sample : Samples.all()) {
      byte[] whole = sample.encoded();
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertReadOrRefused(sample.codec(), cut);
        if (List.of("json", "messagepack", "avro").contains(sample.name())) {
          assertThrows(CodecException.class, () -> sample.codec().decode(cut));
        }
      }
    }
  }

  @Example
  void shouldRefuseBytesBehindTheValue() {
    for (Sample<?> sample : Samples.all()) {
      byte[] longer = Arrays.copyOf(sample.encoded(), sample.encoded().length + 1);
      longer[longer.length - 1] = 7;

      if (List.of("json", "avro", "protobuf").contains(sample.name())) {
        assertThrows(CodecException.class, () -> sample.codec().decode(longer), sample.name());
      }
    }
  }

  @Example
  void shouldHaveAStableIdThatItAloneReads() {
    List<Integer> ids = Samples.all().stream().map(sample -> sample.codec().id()).toList();

    assertEquals(List.of(1, 2, 3, 4, 5, 6), ids);
    for (Sample<?> sample : Samples.all()) {
      for (int id : ids) {
        assertEquals(id == sample.codec().id(), sample.codec().reads(id));
      }
      assertFalse(sample.codec().reads(0));
      assertThrows(CodecException.class, () -> sample.codec().decode(0, sample.encoded()));
    }
  }

  @Provide
  Arbitrary<Sample<?>> samples() {
    return Arbitraries.of(Samples.all());
  }

  @Provide
  Arbitrary<Map<String, Double>> rates() {
    return Arbitraries.maps(Arbitraries.strings().alpha(), Arbitraries.doubles()).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<Byte> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.bytes()),
            // What announces lengths: the largest ones, varints that go on, MessagePack's headers.
            Tuple.of(
                1,
                Arbitraries.of((byte) 0x7F, (byte) 0xFF, (byte) 0xDF, (byte) 0xDD, (byte) 0xC6)));
    return Combinators.combine(Arbitraries.integers().between(0, 4_000), values)
        .as(Edit::new)
        .list();
  }

  private static <V> void assertReadsBack(Sample<V> sample) {
    V read = sample.codec().decode(sample.codec().id(), sample.encoded());

    if (sample.value() instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) read);
    } else {
      assertEquals(sample.value(), read);
    }
  }

  private static void assertReadOrRefused(Codec<?> codec, byte[] bytes) {
    Allocation.assertAtMost(
        MAX_ALLOCATED_BYTES,
        () -> {
          try {
            assertTrue(codec.decode(bytes) != null);
          } catch (CodecException expected) {
            assertTrue(expected.getMessage() != null);
          }
        });
  }

  /** Half of a surrogate pair is no text. */
  private static String encodable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
