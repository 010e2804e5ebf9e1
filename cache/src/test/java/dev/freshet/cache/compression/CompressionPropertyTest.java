// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Allocation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CompressionPropertyTest {

  @Property(tries = 500)
  void shouldReadBackWhatItCompressed(
      @ForAll Compression compression,
      @ForAll @Size(max = 200) byte[] part,
      @ForAll @IntRange(min = 1, max = 50) int times)
      throws IOException {
    byte[] original = repeat(part, times);
    byte[] compressed = compression.compress(original);
    byte[] amid = new byte[compressed.length + 5];
    System.arraycopy(compressed, 0, amid, 3, compressed.length);

    assertArrayEquals(
        original, compression.decompress(amid, 3, compressed.length, original.length));
  }

  @Property(tries = 2_000)
  void shouldReadDamagedBytesOrRefuseThem(
      @ForAll Compression compression,
      @ForAll @IntRange(min = 0, max = 4_000) int place,
      @ForAll byte value,
      @ForAll @IntRange(min = -1, max = 2_000) int claimed) {
    byte[] bytes = compression.compress(repeat("sample ".getBytes(UTF_8), 100));
    bytes[place % bytes.length] = value;

    assertReadOrRefused(compression, bytes, claimed);
  }

  @Property(tries = 1_000)
  void shouldReadAnyBytesOrRefuseThem(
      @ForAll Compression compression,
      @ForAll byte[] bytes,
      @ForAll @IntRange(min = 0, max = 2_000) int claimed) {
    assertReadOrRefused(compression, bytes, claimed);
  }

  @Property(tries = 200)
  void shouldRefuseAnotherLengthThanTheOriginals(
      @ForAll Compression compression, @ForAll @IntRange(min = 0, max = 1_000) int claimed) {
    int length = 500;
    byte[] compressed = compression.compress(new byte[length]);

    if (claimed != length) {
      assertThrows(
          IOException.class,
          () -> compression.decompress(compressed, 0, compressed.length, claimed));
    }
  }

  @Property
  void shouldRefuseABombBeforeItAllocates(@ForAll Compression compression) {
    byte[] compressed = compression.compress(new byte[1_000]);

    for (int claimed : new int[] {Compression.MAX_ORIGINAL_BYTES + 1, Integer.MAX_VALUE, -1}) {
      Allocation.assertAtMost(
          1024 * 1024,
          () ->
              assertThrows(
                  IOException.class,
                  () -> compression.decompress(compressed, 0, compressed.length, claimed)));
    }
  }

  @Example
  void shouldNeverUnpackMoreThanWasAnnounced() {
    for (Compression compression : Compression.values()) {
      byte[] bomb = compression.compress(new byte[32 * 1024 * 1024]);

      Allocation.assertAtMost(
          4 * 1024 * 1024,
          () ->
              assertThrows(
                  IOException.class, () -> compression.decompress(bomb, 0, bomb.length, 1_000)));
    }
  }

  @Example
  void shouldHaveStableIdsAndWords() {
    List<Integer> ids = Arrays.stream(Compression.values()).map(Compression::id).toList();
    List<String> words = Arrays.stream(Compression.values()).map(Compression::word).toList();

    assertEquals(List.of(0, 1, 2, 3, 4), ids);
    assertEquals(List.of("none", "gzip", "lz4", "zstd", "snappy"), words);
    for (Compression compression : Compression.values()) {
      assertEquals(Optional.of(compression), Compression.byId(compression.id()));
      assertEquals(Optional.of(compression), Compression.byWord(compression.word()));
      assertSame(compression, compression.requireAvailable());
    }
    assertEquals(Optional.empty(), Compression.byId(5));
    assertEquals(Optional.empty(), Compression.byWord("LZ4"));
  }

  private static void assertReadOrRefused(Compression compression, byte[] bytes, int claimed) {
    Allocation.assertAtMost(
        4 * 1024 * 1024,
        () -> {
          try {
            assertEquals(claimed, compression.decompress(bytes, 0, bytes.length, claimed).length);
          } catch (IOException expected) {
            assertTrue(String.valueOf(expected.getMessage()).contains(compression.word()));
          }
        });
  }

  private static byte[] repeat(byte[] part, int times) {
    byte[] whole = new byte[part.length * times];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = part[i % part.length];
    }
    return whole;
  }
}
