// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Template;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EnvelopePropertyTest {

  @Property(tries = 300)
  void shouldReadBackWhatItWrote(
      @ForAll long topicHigh,
      @ForAll long order,
      @ForAll int version,
      @ForAll @Size(max = 3) List<@StringLength(max = 20) String> tags,
      @ForAll byte[] payload)
      throws MalformedEnvelopeException {
    Envelope written = envelope(topicHigh, order, version, encodable(tags), payload);

    Envelope read = Envelope.parse(written.toBytes(Compression.NONE, 0));

    assertEquals(written.stamp().identity(), read.stamp().identity());
    assertArrayEquals(written.stamp().partitions(), read.stamp().partitions());
    assertArrayEquals(written.stamp().ordersBehind(), read.stamp().ordersBehind());
    assertEquals(version, read.regionVersion());
    assertEquals(written.loadedAtMs(), read.loadedAtMs());
    assertEquals(written.expiresAtMs(), read.expiresAtMs());
    assertEquals(written.tags(), read.tags());
    assertEquals(2, read.codecId());
    assertArrayEquals(payload, read.payload());
  }

  @Property(tries = 1_000)
  void shouldReadAnyBytesOrRefuseThem(@ForAll byte[] bytes, @ForAll boolean withMagic) {
    if (withMagic && bytes.length > 1) {
      bytes[0] = Envelope.MAGIC;
      bytes[1] = Envelope.FORMAT;
    }
    try {
      Envelope.parse(bytes);
    } catch (MalformedEnvelopeException expected) {
      assertEquals(MalformedEnvelopeException.class, expected.getClass());
    }
  }

  @Test
  void shouldRefuseEveryCutThroughTheHeader() {
    byte[] whole = envelope(1, 2, 3, List.of("user:42"), new byte[0]).toBytes(Compression.NONE, 0);

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(MalformedEnvelopeException.class, () -> Envelope.parse(cut));
    }
  }

  private static Envelope envelope(
      long topicHigh, long order, int version, List<String> tags, byte[] payload) {
    L2Stamp stamp =
        new L2Stamp(
            new LogIdentity(new UUID(topicHigh, 7), 16),
            new int[] {0, 3, 15},
            new long[] {order, 5, -1});
    return new Envelope(stamp, version, 1_000, 2_000, tags, 2, false, payload);
  }

  /** Tags are template expansions, which hold no half of a surrogate pair. */
  private static List<String> encodable(List<String> tags) {
    return tags.stream().map(Template::encode).toList();
  }
}
