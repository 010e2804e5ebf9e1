// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.CodecException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What callers, sources and stores should not hand in: each has its outcome and its metric. */
class BadInputTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");
  private static final Map<String, Object> PARAMS = Map.of("id", 1);
  private static final String STORED = "freshet:item@1|item:1";

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final TestCluster.Node other = cluster.node();
  private final Region<String> region = node.region(ITEMS, String.class);
  private final Region<String> there = other.region(ITEMS, String.class);
  private final EntryKey key = region.key(PARAMS);

  @Test
  void shouldRefuseAKeyThatIsTooLong() {
    String most = "x".repeat(Region.MAX_KEY_LENGTH - "item:".length());
    assertEquals(Region.MAX_KEY_LENGTH, region.key(Map.of("id", most)).text().length());

    var error =
        assertThrows(
            IllegalArgumentException.class, () -> region.get(Map.of("id", most + "x"), k -> "v"));

    assertEquals(
        "region item: found a key of 4097 characters, expected at the most 4096",
        error.getMessage());
    assertEquals(1, node.count("freshet.refused", "reason", "key-too-long"));
  }

  @Test
  void shouldKeepAValueThatIsTooLargeForL2InL1() {
    RegionSettings small =
        RegionSettings.of("small", "small:{id}").with(ITEMS.l2().withMaxValueBytes(10));
    Region<String> here = node.region(small, String.class);
    Region<String> elsewhere = other.region(small, String.class);

    assertEquals("12345678", here.get(Map.of("id", 1), k -> "12345678"));
    assertEquals("123456789", here.get(Map.of("id", 2), k -> "123456789"));
    here.put(Map.of("id", 3), "123456789");
    here.putAll(Map.of(here.key(Map.of("id", 4)), "123456789"));

    assertEquals("12345678", elsewhere.getIfPresent(Map.of("id", 1)), "with its quotes, 10 bytes");
    for (int id = 2; id <= 4; id++) {
      assertEquals("123456789", here.getIfPresent(Map.of("id", id)));
      assertNull(elsewhere.getIfPresent(Map.of("id", id)));
    }
    assertEquals(3, count(node, "small", "value-too-large"));
  }

  @Test
  void shouldKeepAValueThatHasNoEncodingInL1WhateverTheCodecRaises() {
    for (RuntimeException raised :
        List.of(new CodecException("no form"), new IllegalStateException("bug"))) {
      RegionSettings settings = RegionSettings.of(raised.getClass().getSimpleName(), "x:{id}");
      Region<String> here = node.cache.region(settings, failing(raised));

      assertEquals("v", here.get(PARAMS, k -> "v"));
      assertEquals("v", here.getIfPresent(PARAMS));
      here.put(PARAMS, "w");
      assertEquals("w", here.getIfPresent(PARAMS));

      assertEquals(2, count(node, settings.name(), "value-unencodable"));
    }
    assertEquals(0, node.count("freshet.l2.failures", "cache", "CodecException"));
  }

  @Test
  void shouldTakeAValueThatItsCodecCannotReadForAMiss() {
    other.cache.region(ITEMS.withVersion(7), Codec.json(Integer.class)).put(PARAMS, 42);
    Region<List<?>> wrongType =
        cluster.node().cache.region(ITEMS.withVersion(7), Codec.json(List.class));
    Region<Integer> raising = node.cache.region(ITEMS.withVersion(7), raisingOnDecode());

    assertNull(wrongType.getIfPresent(PARAMS));
    assertEquals(43, raising.get(PARAMS, k -> 43));
    assertEquals(Map.of(), wrongType.getAllPresent(List.of(wrongType.key(PARAMS))));
    assertNull(wrongType.async().getIfPresent(wrongType.key(PARAMS)).join());

    assertEquals(1, node.count("freshet.l2.unreadable", "reason", "value", "version", "7"));
  }

  @Test
  void shouldTakeAHeaderOfAnotherFormatForAMissOnEveryWay() {
    there.put(PARAMS, "v");
    byte[] good = cluster.store().get(STORED).join().orElseThrow();
    byte[] later = good.clone();
    later[1] = 99;
    byte[] damaged = good.clone();
    damaged[damaged.length - 1]++;
    List<byte[]> bad =
        List.of(
            later,
            damaged,
            Arrays.copyOf(good, good.length / 2),
            new byte[0],
            "not ours".getBytes(UTF_8));

    for (byte[] bytes : bad) {
      cluster.store().set(STORED, bytes, Duration.ofMinutes(1)).join();

      assertNull(region.getIfPresent(key));
      assertNull(region.async().getIfPresent(key).join());
      assertEquals(Map.of(), region.getAllPresent(List.of(key)));
    }
    assertEquals(3 * bad.size(), node.count("freshet.l2.unreadable", "reason", "header"));
    assertEquals("loaded", region.get(key, k -> "loaded"));
  }

  @Test
  void shouldRefuseAKeyOfAnotherRegionBeforeAnythingIsLoaded() {
    EntryKey foreign =
        node.region(RegionSettings.of("user", "user:{id}"), String.class).key(PARAMS);
    String expected = "region item: found a key of region user, expected one of this region";
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("get", () -> region.get(foreign, BadInputTest::unexpected));
    calls.put("answer", () -> region.answer(foreign, BadInputTest::unexpected));
    calls.put("getIfPresent", () -> region.getIfPresent(foreign));
    calls.put(
        "getAll", () -> region.getAll(List.of(foreign), keys -> Map.of(key, unexpected(key))));
    calls.put("getAllPresent", () -> region.getAllPresent(List.of(foreign)));
    calls.put("put", () -> region.put(foreign, "v"));
    calls.put("putAll", () -> region.putAll(Map.of(key, "v", foreign, "v")));
    calls.put("putIfAbsent", () -> region.putIfAbsent(foreign, "v"));
    calls.put("write", () -> region.write(foreign, "v", (k, v) -> unexpected(k)));
    calls.put("invalidate", () -> region.invalidate(foreign));
    calls.put("async get", () -> region.async().get(foreign, k -> unexpectedLater(k)).join());
    calls.put("async put", () -> region.async().put(foreign, "v").join());
    calls.put("async invalidate", () -> region.async().invalidate(foreign).join());

    calls.forEach(
        (name, call) ->
            assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, call::run, name).getMessage(),
                name));
    assertNull(region.getIfPresent(key), "nothing of a batch that is refused");
  }

  private static String unexpected(EntryKey key) {
    throw new AssertionError("found a call for " + key + ", expected none");
  }

  private static CompletableFuture<Loaded<String>> unexpectedLater(EntryKey key) {
    return CompletableFuture.completedFuture(Loaded.of(unexpected(key)));
  }

  /** Each call hands in null for the parameter that its name ends with. */
  @Test
  @NullUnmarked
  void shouldNameTheArgumentThatIsNull() {
    region.put(key, "cached"); // what is refused is refused for hits, too
    Answer<String> seen = region.answer(key, k -> "v");
    WriteBehind.FailureListener<String> listener = (k, v, e) -> {};
    SourceWriter<String> writer = (k, v) -> {};
    WriteBehind<String> behind = there.writeBehind(writer, WriteBehind.Settings.DEFAULT, listener);
    Map<EntryKey, String> nullValue = Collections.singletonMap(key, null);
    Map<EntryKey, String> nullKey = Collections.singletonMap(null, "v");
    Collection<EntryKey> nullKeys = Collections.singletonList(null);
    AsyncRegion<String> async = region.async();
    EntryKey none = null;
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("key params", () -> region.key(null));
    calls.put("get key", () -> region.get(none, k -> "v"));
    calls.put("get loader", () -> region.get(key, null));
    calls.put("get with params", () -> region.get((Map<String, ?>) null, k -> "v"));
    calls.put("answer key", () -> region.answer(none, k -> "v"));
    calls.put("answer loader", () -> region.answer(key, null));
    calls.put("getIfPresent key", () -> region.getIfPresent(none));
    calls.put("getAll keys", () -> region.getAll(null, keys -> Map.of()));
    calls.put("getAll key", () -> region.getAll(nullKeys, keys -> Map.of()));
    calls.put("getAll loader", () -> region.getAll(List.of(key), null));
    calls.put("getAllPresent keys", () -> region.getAllPresent(null));
    calls.put("getAllPresent key", () -> region.getAllPresent(nullKeys));
    calls.put("put key", () -> region.put(none, "v"));
    calls.put("put value", () -> region.put(key, null));
    calls.put("putAll values", () -> region.putAll(null));
    calls.put("putAll key", () -> region.putAll(nullKey));
    calls.put("putAll value", () -> region.putAll(nullValue));
    calls.put("putIfAbsent key", () -> region.putIfAbsent(null, "v"));
    calls.put("putIfAbsent value", () -> region.putIfAbsent(key, null));
    calls.put("putIfCurrent key", () -> region.putIfCurrent(null, "v", seen));
    calls.put("putIfCurrent value", () -> region.putIfCurrent(key, null, seen));
    calls.put("putIfCurrent seen", () -> region.putIfCurrent(key, "v", null));
    calls.put("write key", () -> region.write(null, "v", writer));
    calls.put("write value", () -> region.write(key, null, writer));
    calls.put("write writer", () -> region.write(key, "v", null));
    WriteBehind.Settings settings = WriteBehind.Settings.DEFAULT;
    calls.put("writeBehind writer", () -> region.writeBehind(null, settings, listener));
    calls.put("writeBehind settings", () -> region.writeBehind(writer, null, listener));
    calls.put("writeBehind listener", () -> region.writeBehind(writer, settings, null));
    calls.put("behind key", () -> behind.write(null, "v"));
    calls.put("behind value", () -> behind.write(key, null));
    calls.put("invalidate key", () -> region.invalidate(none));
    calls.put("async get key", () -> async.get(null, k -> unexpectedLater(k)).join());
    calls.put("async get loader", () -> async.get(key, null).join());
    calls.put("async answer key", () -> async.answer(null, k -> unexpectedLater(k)).join());
    calls.put("async answer loader", () -> async.answer(key, null).join());
    calls.put("async getIfPresent key", () -> async.getIfPresent(null).join());
    calls.put("async put key", () -> async.put(null, "v").join());
    calls.put("async put value", () -> async.put(key, null).join());
    calls.put("async invalidate key", () -> async.invalidate(null).join());

    calls.forEach(
        (name, call) ->
            assertEquals(
                "region item: " + name.substring(name.lastIndexOf(' ') + 1) + ": found null",
                assertThrows(NullPointerException.class, call::run, name).getMessage(),
                name));
    double refused =
        node.count("freshet.refused", "reason", "null")
            + other.count("freshet.refused", "reason", "null");
    assertEquals(calls.size(), refused);
    assertEquals("cached", region.getIfPresent(key), "nothing was written");
  }

  private static double count(TestCluster.Node node, String region, String reason) {
    return node.count("freshet.refused", "cache", region, "reason", reason);
  }

  private static Codec<String> failing(RuntimeException raised) {
    return new Codec<>() {
      @Override
      public int id() {
        return 64;
      }

      @Override
      public byte[] encode(String value) {
        throw raised;
      }

      @Override
      public String decode(byte[] bytes) {
        throw raised;
      }
    };
  }

  /** Does without the help of {@link Codec#decode(int, byte[])}. */
  private static Codec<Integer> raisingOnDecode() {
    return new Codec<>() {
      @Override
      public int id() {
        return 2;
      }

      @Override
      public byte[] encode(Integer value) {
        return new byte[] {value.byteValue()};
      }

      @Override
      public Integer decode(byte[] bytes) {
        return (int) bytes[0];
      }

      @Override
      public Integer decode(int codecId, byte[] bytes) {
        throw new IllegalStateException("bug");
      }
    };
  }
}
