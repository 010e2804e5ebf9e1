// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Allocation;
import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.events.values.LogIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class EnvelopePropertyTest {

  @Property(tries = 500)
  void shouldReadBackWhatItWrote(
      @ForAll long topicHigh,
      @ForAll long order,
      @ForAll int version,
      @ForAll @Size(max = 3) List<@StringLength(max = 20) String> tags,
      @ForAll @IntRange(min = 1, max = 127) int codecId,
      @ForAll boolean absent,
      @ForAll boolean warmed,
      @ForAll byte[] payload,
      @ForAll Compression compression,
      @ForAll @IntRange(min = 0, max = 100) int compressAboveBytes)
      throws MalformedEnvelopeException {
    Envelope written =
        new Envelope(
            stamp(topicHigh, order),
            version,
            1_000,
            2_000,
            encodable(tags),
            codecId,
            absent,
            absent ? new byte[0] : payload,
            warmed);

    assertSame(written, Envelope.parse(written.toBytes(compression, compressAboveBytes)));
    if (!absent) {
      assertSame(written.withWarmed(false), Envelope.parse(FormerEnvelope.toBytes(written)));
    }
  }

  @Property(tries = 2_000)
  void shouldReadAnyBytesOrRefuseThem(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 0, max = 3) int format) {
    if (bytes.length > 1) {
      bytes[0] = Envelope.MAGIC;
      bytes[1] = (byte) format;
    }

    assertReadOrRefused(bytes);
  }

  @Property(tries = 2_000)
  void shouldReadDamagedBytesOfTheFormerFormatOrRefuseThem(
      @ForAll @IntRange(min = 0, max = 10_000) int place, @ForAll byte value) {
    byte[] bytes = FormerEnvelope.toBytes(envelope(List.of("user:42"), text(20)));
    bytes[place % bytes.length] = value;

    assertReadOrRefused(bytes);
  }

  /** What stands behind the checksum is as the writer meant it; a writer may still be a liar. */
  @Property(tries = 5_000)
  void shouldReadLyingBytesOrRefuseThem(
      @ForAll @IntRange(min = 0, max = 10_000) int place,
      @ForAll byte value,
      @ForAll Compression compression) {
    byte[] bytes = envelope(List.of("user:42"), text(500)).toBytes(compression, 0);
    bytes[place % bytes.length] = value;
    EnvelopeFormatTest.putChecksum(bytes);

    assertReadOrRefused(bytes);
  }

  @Example
  void shouldRefuseEachFlippedBit() {
    byte[] whole = envelope(List.of("user:42"), text(50)).toBytes(Compression.LZ4, 10);

    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(MalformedEnvelopeException.class, () -> Envelope.parse(flipped));
    }
  }

  @Example
  void shouldRefuseEachCut() {
    Envelope envelope = envelope(List.of("user:42"), new byte[0]);
    for (byte[] whole :
        List.of(FormerEnvelope.toBytes(envelope), envelope.toBytes(Compression.NONE, 0))) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(MalformedEnvelopeException.class, () -> Envelope.parse(cut));
        assertThrows(MalformedEnvelopeException.class, () -> Envelope.identity(cut));
      }
    }
  }

  @Property(tries = 200)
  void shouldTellWritesApartByTheirFront(@ForAll long order, @ForAll byte[] payload)
      throws MalformedEnvelopeException {
    Envelope envelope = new Envelope(stamp(1, order), 1, 1, 2, List.of(), 1, false, payload);
    Envelope later = new Envelope(stamp(1, order + 1), 1, 1, 2, List.of(), 1, false, payload);
    byte[] bytes = envelope.toBytes(Compression.NONE, 0);
    byte[] former = FormerEnvelope.toBytes(envelope);

    byte[] identity = Envelope.identity(bytes);
    byte[] formerIdentity = Envelope.identity(former);

    assertArrayEquals(Arrays.copyOf(bytes, bytes.length - payload.length), identity);
    assertArrayEquals(Arrays.copyOf(former, former.length - payload.length), formerIdentity);
    assertTrue(
        !Arrays.equals(identity, Envelope.identity(later.toBytes(Compression.NONE, 0))),
        "two stamps, one identity");
    assertTrue(
        !Arrays.equals(formerIdentity, Envelope.identity(FormerEnvelope.toBytes(later))),
        "two stamps, one identity");
  }

  private static void assertReadOrRefused(byte[] bytes) {
    Allocation.assertAtMost(
        2L * Compression.MAX_ORIGINAL_BYTES,
        () -> {
          try {
            assertTrue(Envelope.parse(bytes).codecId() > 0);
          } catch (MalformedEnvelopeException expected) {
            assertTrue(expected.getMessage() != null);
          }
        });
  }

  private static void assertSame(Envelope written, Envelope read) {
    assertEquals(written.stamp().identity(), read.stamp().identity());
    assertArrayEquals(written.stamp().partitions(), read.stamp().partitions());
    assertArrayEquals(written.stamp().ordersBehind(), read.stamp().ordersBehind());
    assertEquals(written.regionVersion(), read.regionVersion());
    assertEquals(written.loadedAtMs(), read.loadedAtMs());
    assertEquals(written.expiresAtMs(), read.expiresAtMs());
    assertEquals(written.tags(), read.tags());
    assertEquals(written.codecId(), read.codecId());
    assertEquals(written.absent(), read.absent());
    assertEquals(written.warmed(), read.warmed());
    assertArrayEquals(written.payload(), read.payload());
  }

  private static Envelope envelope(List<String> tags, byte[] payload) {
    return new Envelope(stamp(1, 2), 3, 1_000, 2_000, tags, 2, false, payload);
  }

  private static L2Stamp stamp(long topicHigh, long order) {
    return new L2Stamp(
        new LogIdentity(new UUID(topicHigh, 7), 16),
        new int[] {0, 3, 15},
        new long[] {order, 5, -1});
  }

  private static byte[] text(int words) {
    return "word ".repeat(words).getBytes(UTF_8);
  }

  /** Half of a surrogate pair is no text. */
  private static List<String> encodable(List<String> tags) {
    return tags.stream().map(tag -> new String(tag.getBytes(UTF_8), UTF_8)).toList();
  }
}
