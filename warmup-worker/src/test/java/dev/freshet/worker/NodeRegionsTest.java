// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.RegionLoading;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeRegionsTest {
  private static final Map<String, Object> KEY = Map.of("id", 1);

  private final FreshetCache cache =
      FreshetCache.builder(target -> CompletableFuture.failedFuture(new IllegalStateException()))
          .build();
  private int changes;
  private final NodeRegions regions =
      new NodeRegions(
          cache,
          declared(
              1,
              """
                - {name: text, key: "text:{id}", ttl: 1m}
                - {name: lists, key: "lists:{id}", ttl: 1m}
              """),
          () -> changes++);

  /** What a method that returns lists says of its values. */
  interface Declaring {
    List<String> texts();
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void shouldAnswerTheSameRegionForAnEqualCodec() throws ReflectiveOperationException {
    Type texts = Declaring.class.getDeclaredMethod("texts").getGenericReturnType();

    Region<String> text = regions.open("text", Codec.string());
    Region<List<String>> lists = regions.open("lists", NodeRegions.codec(texts));

    assertSame(text, regions.open("text", Codec.string()));
    assertSame(lists, regions.open("lists", NodeRegions.codec(texts)));
    assertEquals(List.of("a"), lists.get(KEY, key -> List.of("a")));
  }

  @Test
  void shouldKnowWhatItCanLoadByItselfAndTellOnce() {
    Loader<String> loader = key -> "loaded";
    assertEquals(List.of(), regions.loaded());

    LoadingRegion<String> text = regions.open("text", Codec.string(), loader);

    assertSame(text, regions.open("text", Codec.string(), loader));
    assertSame(text.region(), regions.open("text", Codec.string()));
    assertEquals("loaded", text.get(KEY));
    assertEquals(
        List.of(RegionLoading.newBuilder().setRegion("text").setVia(LoadingVia.IN_PROCESS).build()),
        regions.loaded());
    assertEquals(1, changes);
    assertEquals(
        "region text: found another loader, expected that with which it was opened first",
        assertThrows(
                IllegalArgumentException.class,
                () -> regions.open("text", Codec.string(), key -> "other"))
            .getMessage());
  }

  @Test
  void shouldLoadSeveralAtOnceAndSayWithinWhichLimits() throws Exception {
    SourceLoader<String> loader =
        new SourceLoader<>() {
          @Override
          public Map<EntryKey, String> loadAll(Set<EntryKey> keys) {
            return keys.stream().collect(Collectors.toMap(key -> key, EntryKey::text));
          }

          @Override
          public LoaderDescription description() {
            return new LoaderDescription(LoadingVia.JDBC, "users", "by-id", 4, 200.0, 50)
                .withPriority(-3);
          }
        };

    LoadingRegion<String> text = regions.openBulk("text", Codec.string(), loader);

    assertSame(text, regions.openBulk("text", Codec.string(), loader));
    assertEquals(50, text.maxBatch());
    assertEquals("text:1", text.get(KEY), "one alone");
    EntryKey key = text.region().key(Map.of("id", 2));
    assertEquals(Map.of(key, "text:2"), text.getAll(List.of(key)));
    assertEquals(
        RegionLoading.newBuilder()
            .setRegion("text")
            .setVia(LoadingVia.JDBC)
            .setSource("users")
            .setQuery("by-id")
            .setMaxConcurrency(4)
            .setRatePerSecond(200.0)
            .setMaxBatch(50)
            .setPriority(-3)
            .build(),
        regions.loaded().get(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> regions.openBulk("text", Codec.string(), keys -> Map.of()));
  }

  @Test
  void shouldAskALoaderOfOneKeyForOneAfterTheOther() throws Exception {
    LoadingRegion<String> text =
        regions.open("text", Codec.string(), key -> key.text().endsWith("2") ? null : "v");
    EntryKey there = text.region().key(Map.of("id", 1));
    EntryKey gone = text.region().key(Map.of("id", 2));

    assertEquals(1, text.maxBatch());
    assertEquals(Map.of(there, "v"), text.bulk().loadAll(Set.of(there, gone)));
    assertEquals(
        Map.of(there, Loaded.of("v"), gone, Loaded.of(null)),
        text.bulk().loadAllTagged(Set.of(there, gone)));
  }

  @Test
  void shouldRefuseAnotherTypeOrCodecThanTheFirst() {
    regions.open("text", NodeRegions.codec(String.class));

    assertEquals(
        "region text: found codec json of java.lang.Integer, expected codec json of"
            + " java.lang.String as when it was opened first",
        refused("text", NodeRegions.codec(Integer.class)));
    assertEquals(
        "region text: found codec string, expected codec json of java.lang.String as when it was"
            + " opened first",
        refused("text", Codec.string()));
  }

  @Test
  void shouldNameTheRegionsThatThereAre() {
    assertEquals(
        "region texts: is not declared, expected one of [lists, text]",
        refused("texts", Codec.string()));
  }

  @Test
  void shouldKeepBytesAsTheyAre() {
    byte[] value = {1, 2};

    Codec<byte[]> codec = NodeRegions.codec(byte[].class);

    assertArrayEquals(value, codec.encode(value));
  }

  @Test
  void shouldOpenRegionsThatAreDeclaredLater() {
    refused("maps", Codec.string());

    regions.declare(
        declared(
            2,
            """
              - {name: maps, key: "maps:{id}", ttl: 1m}
              - {name: text, key: "text:{id}", ttl: 1m}
              - {name: lists, key: "lists:{id}", ttl: 1m}
            """));

    assertEquals("maps", regions.open("maps", Codec.string()).settings().name());
    assertEquals(List.of("lists", "maps", "text"), regions.declared());
    assertEquals(Map.of("shop", 2L), regions.ruleSets());
    assertEquals(List.of(), regions.outdated());
    assertEquals(1, changes);
  }

  /** What is not open is taken as it is declared now; what is open is not. */
  @Test
  void shouldNameOpenRegionsThatAreDeclaredOtherwiseOrNoMore() {
    regions.open("text", Codec.string(), key -> "loaded");
    regions.open("lists", Codec.string());

    regions.declare(declared(2, "    - {name: text, key: \"text:{id}\", ttl: 2m}\n"));

    assertEquals(List.of("lists", "text"), regions.outdated());
    assertEquals(
        List.of("text 1m", "lists 1m"),
        regions.held().stream()
            .map(each -> each.name() + " " + each.lifetime().ttl().toMinutes() + "m")
            .toList());
    assertEquals("text", regions.loaded().get(0).getRegion());
  }

  /** A set that is moved within its file, or applied again, is not another region. */
  @Test
  void shouldTakeARegionForTheSameWhereverItIsDeclared() {
    regions.open("lists", Codec.string());

    regions.declare(
        declared(
            2,
            """

              - {name: lists, key: "lists:{id}", ttl: 60s}
              - {name: text, key: "text:{id}", ttl: 2m}
            """));

    assertEquals(List.of(), regions.outdated());
  }

  private static NodeRegions.Declared declared(long revision, String yaml) {
    return new NodeRegions.Declared(RegionFile.regions(yaml), Map.of("shop", revision));
  }

  private String refused(String name, Codec<?> codec) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> regions.open(name, codec)).getMessage());
  }
}
