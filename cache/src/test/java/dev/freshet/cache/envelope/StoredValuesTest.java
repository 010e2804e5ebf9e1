// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cache.codec.Samples;
import dev.freshet.cache.codec.Samples.Sample;
import dev.freshet.cache.compression.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that earlier releases wrote must be read by all later ones. */
class StoredValuesTest {

  record Stored(int format, String codec, String compression, byte[] bytes) {
    @Override
    public String toString() {
      return format + " " + codec + " " + compression;
    }

    Sample<?> sample() {
      return Samples.all().stream()
          .filter(one -> one.name().equals(codec))
          .findFirst()
          .orElseThrow();
    }
  }

  static List<Stored> stored() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(StoredValuesTest.class.getResourceAsStream("/l2-values.txt"))) {
      return new String(in.readAllBytes(), UTF_8).lines().map(StoredValuesTest::stored).toList();
    }
  }

  private static Stored stored(String line) {
    String[] columns = line.split(" ", -1);
    return new Stored(
        Integer.parseInt(columns[0]), columns[1], columns[2], HexFormat.of().parseHex(columns[3]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stored")
  void shouldReadWhatWasStored(Stored stored) throws MalformedEnvelopeException {
    Envelope read = Envelope.parse(stored.bytes());

    assertSameHeader(read);
    assertEquals(stored.sample().codec().id(), read.codecId());
    assertReads(stored.sample(), read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stored")
  void shouldStillWriteWhatHasOnlyOneForm(Stored stored) {
    if (stored.format() == Envelope.FORMAT && stored.compression().equals("none")) {
      Envelope envelope = StoredValues.envelope(stored.sample());

      assertArrayEquals(stored.bytes(), envelope.toBytes(Compression.NONE, 0));
    }
  }

  @Test
  void shouldKeepEachFormatCodecAndCompression() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Sample<?> sample : Samples.all()) {
      expected.add("1 " + sample.name() + " none");
      for (Compression compression : Compression.values()) {
        expected.add("2 " + sample.name() + " " + compression.word());
      }
    }

    Set<String> found = new TreeSet<>();
    stored().forEach(stored -> found.add(stored.toString()));

    assertEquals(expected, found);
  }

  private static void assertSameHeader(Envelope read) {
    assertEquals(StoredValues.stamp().identity(), read.stamp().identity());
    assertArrayEquals(StoredValues.stamp().partitions(), read.stamp().partitions());
    assertArrayEquals(StoredValues.stamp().ordersBehind(), read.stamp().ordersBehind());
    assertEquals(3, read.regionVersion());
    assertEquals(1_000, read.loadedAtMs());
    assertEquals(61_000, read.expiresAtMs());
    assertEquals(List.of("user:42"), read.tags());
    assertEquals(false, read.absent());
  }

  private static <V> void assertReads(Sample<V> sample, Envelope read) {
    V value = sample.codec().decode(read.codecId(), read.payload());

    if (sample.value() instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) value);
    } else {
      assertEquals(sample.value(), value);
    }
  }
}
