// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.Struct;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Few bytes that claim to be much. */
class HostileBytesTest {
  private static final long MAX_ALLOCATED_BYTES = 16L * 1024 * 1024;

  static Stream<Arguments> claims() {
    return Stream.of(
        claim("bin32 of 2 GiB", MessagePackCodec.of(byte[].class), "c67fffffff"),
        claim("bin32 of 4 GiB", MessagePackCodec.of(byte[].class), "c6ffffffff"),
        claim("bin32 of 1 GiB", MessagePackCodec.of(Object.class), "c640000000aa"),
        claim("bin32 of 32 MiB", MessagePackCodec.of(byte[].class), "c602000000aa"),
        claim("ext32 of 32 MiB", MessagePackCodec.of(Object.class), "c90200000005aa"),
        claim("ext32 of 2 GiB", MessagePackCodec.of(Object.class), "c97fffffff05"),
        claim("str32 of 2 GiB", MessagePackCodec.of(String.class), "db7fffffff41"),
        claim("array32 of objects", MessagePackCodec.of(List.class), "dd7fffffffc0"),
        claim("array32 of ints", MessagePackCodec.of(int[].class), "dd7fffffff01"),
        claim("array32 of 2^32 - 1", MessagePackCodec.of(Object[].class), "ddffffffffc0"),
        claim("array of 3 with 2", MessagePackCodec.of(List.class), "930a0d"),
        claim("map32", MessagePackCodec.of(Map.class), "df7fffffffa161c0"),
        avroClaim("string of 2^31", "\"string\"", "feffffff0f61"),
        avroClaim("string of -1", "\"string\"", "0161"),
        avroClaim("bytes of 2^30", "\"bytes\"", "8080808008ff"),
        avroClaim("array of 2^40 nulls", array("\"null\""), "80808080804000"),
        avroClaim("array of 2^30 nulls", array("\"null\""), "808080800800"),
        avroClaim("array of 2^30 longs", array("\"long\""), "808080800802"),
        avroClaim("array of -2^30 nulls", array("\"null\""), "ffffffff070000"),
        avroClaim("map of 2^30", "{\"type\": \"map\", \"values\": \"long\"}", "80808080080261"),
        claim("field of 2 GiB", ProtobufCodec.of(Struct.parser()), "0affffffff07"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("claims")
  void shouldRefuseWithoutAllocatingWhatIsClaimed(String name, Codec<?> codec, byte[] bytes) {
    assertFalse(name.isEmpty());

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            Allocation.assertAtMost(
                MAX_ALLOCATED_BYTES,
                () -> assertThrows(CodecException.class, () -> codec.decode(bytes))));
  }

  @Test
  void shouldRefuseDepthsThatExhaustTheStack() {
    int depth = 1_000_000;
    byte[] arrays = new byte[depth];
    Arrays.fill(arrays, (byte) 0x91);

    assertRefused(Codec.jsonText(), "[".repeat(depth).getBytes(UTF_8));
    assertRefused(Codec.json(Object.class), "[".repeat(depth).getBytes(UTF_8));
    assertRefused(
        Codec.json(Samples.Payment.class), "{\"previous\":".repeat(depth).getBytes(UTF_8));
    assertRefused(MessagePackCodec.of(Object.class), arrays);
    assertRefused(MessagePackCodec.of(List.class), arrays);
    assertRefused(AvroRecordCodec.generic(Samples.CHAIN), deepChain(depth));
  }

  private static void assertRefused(Codec<?> codec, byte[] bytes) {
    assertThrows(CodecException.class, () -> codec.decode(bytes));
  }

  /** Links of an empty name, blob, array and map, each followed by another link. */
  private static byte[] deepChain(int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(singleObject(Samples.CHAIN, new byte[0]));
    for (int i = 0; i < depth; i++) {
      out.writeBytes(new byte[] {0, 0, 0, 0, 2});
    }
    return out.toByteArray();
  }

  private static Arguments claim(String name, Codec<?> codec, String hex) {
    return Arguments.of(name, codec, HexFormat.of().parseHex(hex));
  }

  /** A record of one field. */
  private static Arguments avroClaim(String name, String type, String hex) {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Holder", "fields": [{"name": "value", "type": %s}]}"""
                    .formatted(type));
    byte[] bytes = singleObject(schema, HexFormat.of().parseHex(hex));
    return Arguments.of(name, AvroRecordCodec.generic(schema), bytes);
  }

  private static String array(String items) {
    return "{\"type\": \"array\", \"items\": " + items + "}";
  }

  private static byte[] singleObject(Schema schema, byte[] content) {
    return ByteBuffer.allocate(10 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 0x01)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .put(content)
        .array();
  }
}
