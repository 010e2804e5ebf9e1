// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Position;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.region.RegionDefinition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What the rules accept, the cache takes: no setting is refused first when a region is opened. */
class RegionMappingPropertyTest {
  private static final List<String> TIMES = List.of("30s", "60s", "15m", "1h", "36500d", "36501d");
  private static final List<String> SHARES = List.of("0%", "0.1", "10%", "99.999999%", "100%");
  private static final List<String> SIZES = List.of("0", "1", "1KiB", "64MiB", "1GiB", "2GiB");
  private static final List<String> COUNTS = List.of("0", "1", "50000", "2147483648");

  /** A key in the mapping {@code parent} of a region, or in the region itself. */
  private record Setting(String parent, String key, String value) {
    String path() {
      return parent + "." + key;
    }
  }

  @Property(tries = 1_000)
  void shouldOpenEveryRegionWithoutAnIssue(
      @ForAll("times") String ttl, @ForAll("settings") List<Setting> settings) {
    Compilation compilation = RegionFile.compile(item(ttl, settings));
    Statistics.label("accepted")
        .collect(!compilation.hasErrors())
        .coverage(accepted -> accepted.check(true).percentage(share -> share > 10));

    try (FreshetCache cache = cache()) {
      for (RegionDefinition region : compilation.book().regions().all()) {
        var opened = cache.region(RegionMapping.settings(region), Codec.string());
        assertEquals("v", opened.get(Map.of("id", 1), key -> "v"));
      }
    }
  }

  private static FreshetCache cache() {
    return FreshetCache.builder(target -> CompletableFuture.completedFuture(new Position(0, 0, 0)))
        .store(L2Store.inMemory(Ticker.systemTicker()))
        .epochTableCapacity(16)
        .build();
  }

  private static String item(String ttl, List<Setting> settings) {
    Map<String, String> mappings =
        settings.stream()
            .collect(
                Collectors.groupingBy(
                    Setting::parent,
                    Collectors.mapping(
                        setting -> setting.key() + ": " + setting.value(),
                        Collectors.joining(", "))));
    String own = mappings.getOrDefault("", "");
    mappings.remove("");
    return "  - {name: r, key: \"r:{id}\", ttl: "
        + ttl
        + (own.isEmpty() ? "" : ", " + own)
        + mappings.entrySet().stream()
            .map(mapping -> ", " + mapping.getKey() + ": {" + mapping.getValue() + "}")
            .collect(Collectors.joining())
        + "}\n";
  }

  @Provide
  Arbitrary<String> times() {
    return Arbitraries.of(TIMES);
  }

  @Provide
  Arbitrary<List<Setting>> settings() {
    return Arbitraries.oneOf(
            one("", COUNTS, "version"),
            one("", TIMES, "absentTtl", "maxStaleness"),
            one("", SHARES, "ttlJitter"),
            one("", List.of("serve", "shorten", "bypass"), "onBlind"),
            one("staleIfError", TIMES, "maxAge", "retryAfter"),
            one("load", TIMES, "softTimeout", "hardTimeout", "lease"),
            one("load", SHARES, "refreshAt"),
            one("l1", TIMES, "ttl"),
            one("l1", COUNTS, "maxEntries"),
            one("l1", SIZES, "maxBytes"),
            one("l1", List.of("tiny-lfu", "lru", "ttl"), "eviction"),
            one("l2", TIMES, "ttl"),
            one("l2", SIZES, "compressAbove", "maxValue"),
            one("l2", List.of("none", "gzip", "lz4", "snappy", "zstd"), "compress"),
            one("l2", List.of("true", "false"), "enabled"))
        .list()
        .ofMaxSize(6)
        .uniqueElements(Setting::path);
  }

  private static Arbitrary<Setting> one(String parent, List<String> values, String... keys) {
    return Arbitraries.of(keys)
        .flatMap(key -> Arbitraries.of(values).map(value -> new Setting(parent, key, value)));
  }
}
