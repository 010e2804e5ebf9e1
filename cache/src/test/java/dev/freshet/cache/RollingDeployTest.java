// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.MessagePackCodec;
import dev.freshet.cache.compression.Compression;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes of two releases side by side: other versions, codecs and compressions of one region. */
class RollingDeployTest {
  private static final RegionSettings V1 = RegionSettings.of("user", "user:{id}");
  private static final RegionSettings V2 = V1.withVersion(2);
  private static final Map<String, Object> KEY = Map.of("id", 1);
  private static final String LONG_TEXT = "the same again, ".repeat(1_000);

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final TestCluster.Node other = cluster.node();

  @Test
  void shouldReadAndWriteEachVersionBesideTheOther() {
    Region<String> former = node.region(V1, String.class);
    Region<Integer> present = node.region(V2, Integer.class);
    Region<String> formerThere = other.region(V1, String.class);
    Region<Integer> presentThere = other.region(V2, Integer.class);

    assertEquals("one", former.get(KEY, key -> "one"));
    assertNull(present.getIfPresent(KEY), "in the same process");
    assertNull(presentThere.getIfPresent(KEY), "on the other node");
    assertEquals(1, presentThere.get(KEY, key -> 1));

    assertEquals("one", formerThere.getIfPresent(KEY));
    assertEquals(1, present.getIfPresent(KEY));
  }

  @Test
  void shouldInvalidateAllVersionsByOneCommand() {
    Region<String> former = node.region(V1, String.class);
    Region<Integer> present = node.region(V2, Integer.class);
    former.put(KEY, "one");
    present.get(KEY, key -> 1);
    assertEquals(1, other.region(V2, Integer.class).getIfPresent(KEY));

    former.invalidate(KEY);

    assertNull(former.getIfPresent(KEY));
    assertNull(present.getIfPresent(KEY));
    assertNull(other.region(V1, String.class).getIfPresent(KEY));
  }

  @Test
  void shouldReportTheShareOfHitsByVersion() {
    Region<String> former = node.region(V1, String.class);
    Region<Integer> present = node.region(V2, Integer.class);
    former.get(KEY, key -> "one");
    present.get(KEY, key -> 1);
    for (int i = 0; i < 3; i++) {
      former.getIfPresent(KEY);
    }
    present.getIfPresent(KEY);

    assertEquals(3, hits("1"));
    assertEquals(1, hits("2"));
  }

  private double hits(String version) {
    return node.count(
        "cache.gets", "cache", "user", "level", "l1", "result", "hit", "version", version);
  }

  @Test
  void shouldTakeAValueOfAnUnknownVersionForAMiss() {
    node.region(V2, String.class).put(KEY, "of version 2");
    byte[] bytes = cluster.store().get("freshet:user@2|user:1").join().orElseThrow();
    cluster.store().set("freshet:user@1|user:1", bytes, Duration.ofMinutes(1)).join();

    assertEquals("mine", other.region(V1, String.class).get(KEY, key -> "mine"));

    assertEquals(1, other.count("freshet.l2.unreadable", "reason", "version"));
  }

  @Test
  void shouldOpenARegionOnceInEachVersion() {
    Region<String> opened = node.region(V1, String.class);
    assertEquals(V1, opened.settings());

    var error = assertThrows(IllegalArgumentException.class, () -> node.region(V1, String.class));

    assertEquals("region user: is already open in version 1", error.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void shouldReadWhatNodesWithOtherCompressionsWrote(Compression compression) {
    Region<String> compressing =
        node.region(V1.with(V1.l2().withCompression(compression, 100)), String.class);
    Region<String> plain = other.region(V1, String.class);

    compressing.put(KEY, LONG_TEXT);
    assertEquals(LONG_TEXT, plain.getIfPresent(KEY));
    plain.put(KEY, LONG_TEXT + "!");
    assertEquals(LONG_TEXT + "!", compressing.getIfPresent(KEY));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shouldCompressWhatIsLargerThanTheSettingSays(Compression compression) {
    Region<String> compressing =
        node.region(V1.with(V1.l2().withCompression(compression, 100)), String.class);

    compressing.put(KEY, "x".repeat(98));
    int notAbove = storedBytes();
    compressing.put(KEY, "x".repeat(99));
    int above = storedBytes();

    assertTrue(above < notAbove, "found " + above + " bytes, expected less than " + notAbove);
  }

  private int storedBytes() {
    return cluster.store().get("freshet:user@1|user:1").join().orElseThrow().length;
  }

  @Test
  void shouldReadTheOtherCodecWhereToldTo() {
    Codec<String> json = Codec.json(String.class);
    Codec<String> packed = MessagePackCodec.of(String.class);
    Region<String> first = node.cache.region(V1, json.alsoReading(packed));
    Region<String> second = other.cache.region(V1, packed.alsoReading(json));

    first.put(KEY, "as JSON");
    assertEquals("as JSON", second.getIfPresent(KEY));
    second.put(KEY, "as MessagePack");
    assertEquals("as MessagePack", first.getIfPresent(KEY));
    assertEquals(0, node.count("freshet.l2.unreadable", "reason", "value"));
  }

  @Test
  void shouldTakeAValueOfACodecThatItDoesNotReadForAMiss() {
    Region<String> json = node.cache.region(V1, Codec.json(String.class));
    Region<byte[]> bytes = other.cache.region(V1, Codec.bytes());
    json.put(KEY, "as JSON");

    assertNull(bytes.getIfPresent(KEY));
    byte[] loaded = "loaded".getBytes(UTF_8);
    assertEquals(loaded, bytes.get(KEY, key -> loaded));

    assertTrue(other.count("freshet.l2.unreadable", "reason", "value") >= 1);
    Region<String> third = cluster.node().cache.region(V1, Codec.json(String.class));
    assertEquals("mine", third.get(KEY, key -> "mine"), "and the other way");
  }
}
