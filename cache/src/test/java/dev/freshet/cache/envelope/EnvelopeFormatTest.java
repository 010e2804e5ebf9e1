// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Allocation;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.compression.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnvelopeFormatTest {
  private static final byte[] TEXT = "a value, ".repeat(100).getBytes(UTF_8);
  private static final int FLAGS_AT = 10;
  private static final int CODEC_AT = 11;
  private static final int COMPRESSION_AT = 12;
  private static final int ORIGINAL_LENGTH_AT = 13;

  @Test
  void shouldBeAsTheDocumentationShowsIt() throws IOException {
    byte[] value = Codec.json(String.class).encode("v1");
    Envelope example =
        new Envelope(
            StoredValues.stamp(),
            1,
            1_700_000_000_000L,
            1_700_000_900_000L,
            List.of("vip"),
            2,
            false,
            value);

    assertEquals(
        documentedExample(), HexFormat.of().formatHex(example.toBytes(Compression.NONE, 0)));
  }

  @Test
  void shouldCompressWhatIsLongerThanAsked() {
    int uncompressed = envelope(TEXT).toBytes(Compression.NONE, 0).length;

    for (Compression compression : Compression.values()) {
      byte[] above = envelope(TEXT).toBytes(compression, TEXT.length - 1);
      byte[] notAbove = envelope(TEXT).toBytes(compression, TEXT.length);

      assertEquals(compression.id(), above[COMPRESSION_AT]);
      assertEquals(compression != Compression.NONE, above.length < uncompressed / 2);
      assertEquals(0, notAbove[COMPRESSION_AT]);
      assertEquals(uncompressed, notAbove.length);
    }
  }

  @Test
  void shouldKeepAsItIsWhatDoesNotGetSmaller() throws MalformedEnvelopeException {
    byte[] noise = new byte[1_000];
    new Random(42).nextBytes(noise);

    for (Compression compression : Compression.values()) {
      byte[] bytes = envelope(noise).toBytes(compression, 0);

      assertEquals(0, bytes[COMPRESSION_AT]);
      assertArrayEquals(noise, Envelope.parse(bytes).payload());
    }
  }

  @Test
  void shouldCompressNothingLongerThanAReaderUnpacks() throws MalformedEnvelopeException {
    byte[] zeros = new byte[Compression.MAX_ORIGINAL_BYTES + 1];

    byte[] bytes = envelope(zeros).toBytes(Compression.LZ4, 0);

    assertEquals(0, bytes[COMPRESSION_AT]);
    assertEquals(zeros.length, Envelope.parse(bytes).payload().length);
  }

  @Test
  void shouldMarkWhatTheSourceDoesNotHave() throws MalformedEnvelopeException {
    Envelope absent = new Envelope(StoredValues.stamp(), 1, 1, 2, List.of(), 2, true, new byte[0]);

    byte[] bytes = absent.toBytes(Compression.ZSTD, 0);

    assertEquals(1, bytes[FLAGS_AT]);
    assertTrue(Envelope.parse(bytes).absent());
  }

  @Test
  void shouldNoteBehindTheTagsThatWarmingWroteIt() throws MalformedEnvelopeException {
    byte[] plain = envelope(TEXT).toBytes(Compression.NONE, 0);
    byte[] warmed = envelope(TEXT).withWarmed(true).toBytes(Compression.NONE, 0);

    int headerBytes = ByteBuffer.wrap(plain).getInt(2);
    assertEquals(headerBytes + 1, ByteBuffer.wrap(warmed).getInt(2));
    assertEquals(1, warmed[headerBytes]);
    assertEquals(plain.length + 1, warmed.length);
    assertTrue(Envelope.parse(warmed).warmed());
    assertArrayEquals(TEXT, Envelope.parse(warmed).payload());
    assertTrue(!Envelope.parse(plain).warmed());
    assertTrue(
        Envelope.parse(changed(warmed, headerBytes, 0xFF)).warmed(), "notes of later releases");
    assertTrue(!Envelope.parse(changed(warmed, headerBytes, 0xFE)).warmed());
  }

  @Test
  void shouldSkipHeaderFieldsItDoesNotKnow() throws MalformedEnvelopeException {
    byte[] known = envelope(TEXT).toBytes(Compression.GZIP, 0);
    int headerBytes = ByteBuffer.wrap(known).getInt(2);
    byte[] extended =
        ByteBuffer.allocate(known.length + 3)
            .put(known, 0, headerBytes)
            .put(new byte[] {9, 9, 9})
            .put(known, headerBytes, known.length - headerBytes)
            .putInt(2, headerBytes + 3)
            .array();
    putChecksum(extended);

    assertArrayEquals(TEXT, Envelope.parse(extended).payload());
    assertEquals(headerBytes + 3, Envelope.identity(extended).length);
  }

  @Test
  void shouldSayWhatItFoundAndWhatItExpected() {
    byte[] bytes = envelope(TEXT).toBytes(Compression.ZSTD, 0);

    assertRefused("magic: found 71, expected 70", changed(bytes, 0, 71));
    assertRefused("format version: found 3, expected 1 or 2", changed(bytes, 1, 3));
    assertRefused("flags: found 4, expected 0 or 1", changed(bytes, FLAGS_AT, 4));
    assertRefused("codec id: found 0, expected 1 to 127", changed(bytes, CODEC_AT, 0));
    assertRefused("compression: found 9, expected 0 to 4", changed(bytes, COMPRESSION_AT, 9));
    assertRefused("bytes of an absent value: found 900, expected 0", changed(bytes, FLAGS_AT, 1));
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 1]++;
    assertRefused("checksum: found ", damaged);
  }

  @Test
  void shouldRefuseBombsWithoutUnpackingThem() {
    byte[] bytes = envelope(TEXT).toBytes(Compression.GZIP, 0);

    for (int claimed : new int[] {Compression.MAX_ORIGINAL_BYTES + 1, Integer.MAX_VALUE, -1}) {
      ByteBuffer.wrap(bytes).putInt(ORIGINAL_LENGTH_AT, claimed);
      putChecksum(bytes);

      Allocation.assertAtMost(1024 * 1024, () -> assertRefused("found " + claimed, bytes));
    }
  }

  @Test
  void shouldRefuseTagsThatTheHeaderCannotHold() throws MalformedEnvelopeException {
    String longest = "t".repeat(65_535);
    List<String> most = Collections.nCopies(65_535, "t");

    assertEquals(List.of(longest), Envelope.parse(bytes(List.of(longest))).tags());
    assertEquals(most, Envelope.parse(bytes(most)).tags());
    assertUnwritable("65536", List.of(longest + "t"));
    assertUnwritable("65536", Collections.nCopies(65_536, "t"));
    assertUnwritable("16 MiB", Collections.nCopies(257, longest));
    assertUnwritable("surrogate", List.of("half \uD83D"));
  }

  /** Corrects the checksum after a change. */
  static void putChecksum(byte[] bytes) {
    ByteBuffer.wrap(bytes).putInt(Envelope.PREFIX_BYTES, Envelope.checksum(bytes));
  }

  private static byte[] bytes(List<String> tags) {
    return new Envelope(StoredValues.stamp(), 1, 1, 2, tags, 1, false, TEXT)
        .toBytes(Compression.NONE, 0);
  }

  private static void assertUnwritable(String expected, List<String> tags) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> bytes(tags));

    assertTrue(refused.toString().contains(expected), refused.toString());
  }

  private static void assertRefused(String expected, byte[] bytes) {
    MalformedEnvelopeException refused =
        assertThrows(MalformedEnvelopeException.class, () -> Envelope.parse(bytes));

    assertTrue(refused.toString().contains(expected), refused.toString());
  }

  private static byte[] changed(byte[] bytes, int place, int value) {
    byte[] changed = bytes.clone();
    changed[place] = (byte) value;
    putChecksum(changed);
    return changed;
  }

  private static Envelope envelope(byte[] payload) {
    return new Envelope(StoredValues.stamp(), 1, 1, 2, List.of("vip"), 1, false, payload);
  }

  /** The hex column of the block below the heading "Example". */
  private static String documentedExample() throws IOException {
    String document = Files.readString(Path.of("../docs/l2-format.md"));
    String example = document.substring(document.indexOf("## Example"));
    String block = example.substring(example.indexOf("```text\n") + "```text\n".length());
    return Arrays.stream(block.substring(0, block.indexOf("```")).split("\n", -1))
        .map(line -> line.split("  ", 2)[0].replace(" ", ""))
        .collect(Collectors.joining());
  }
}
