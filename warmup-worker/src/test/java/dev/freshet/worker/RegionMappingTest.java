// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.settings.L2Settings;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.events.values.Template;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.region.RegionDefinition;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionMappingTest {
  private static final String MINIMAL = "  - {name: r, key: \"r:{id}\", ttl: 15m}\n";
  private static final String FULL =
      """
        - name: user:profile
          version: 2
          key: user:profile:{userId}
          tags: ["user:{userId}"]
          ttl: 16m
          ttlJitter: 10%
          absentTtl: 30s
          staleIfError: {maxAge: 24h, retryAfter: 5s}
          maxStaleness: 31s
          onBlind: bypass
          load: {softTimeout: 200ms, hardTimeout: 2s, refreshAt: 80%, lease: 6s}
          l1: {maxBytes: 64MiB, ttl: 60s, eviction: lru}
          l2: {enabled: false, ttl: 14m, compress: lz4, compressAbove: 2KiB, maxValue: 3MiB}
      """;

  @Test
  void shouldMapEverySetting() {
    RegionSettings expected =
        new RegionSettings(
            "user:profile",
            2,
            Template.parse("user:profile:{userId}"),
            List.of(Template.parse("user:{userId}")),
            new Lifetime(
                Duration.ofMinutes(16),
                0.1,
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                Duration.ofSeconds(5)),
            new L1Settings(Duration.ofSeconds(60), Capacity.bytes(64 << 20), Eviction.LRU),
            new L2Settings(false, Duration.ofMinutes(14), Compression.LZ4, 2 << 10, 3 << 20),
            new LoadSettings(
                Duration.ofMillis(200), Duration.ofSeconds(2), 0.8, Duration.ofSeconds(6)),
            new StalenessSettings(Duration.ofSeconds(31), OnBlind.BYPASS));

    assertEquals(expected.toString(), settings(FULL).toString());
  }

  @Test
  void shouldLetAFileSayEverySettingThatThereIs() {
    Map<String, String> byDefault = leaves("", settings(MINIMAL));
    Map<String, String> said = leaves("", settings(FULL));

    assertEquals(byDefault.keySet(), said.keySet());
    said.forEach((setting, value) -> assertNotEquals(byDefault.get(setting), value, setting));
  }

  @Test
  void shouldHaveTheDefaultsOfTheCache() {
    assertEquals(RegionSettings.of("r", "r:{id}").toString(), settings(MINIMAL).toString());
  }

  @Test
  void shouldMapEveryShippedRegion() {
    for (RegionDefinition region :
        RuleBook.compile(ShippedRules.load()).orThrow().regions().all()) {
      RegionSettings settings = RegionMapping.settings(region);

      assertEquals(region.lifetime().ttl(), settings.lifetime().ttl(), region.name());
    }
  }

  @Test
  void shouldShortenWhereABoundStandsAlone() {
    RegionSettings settings =
        settings("  - {name: r, key: \"r:{id}\", ttl: 15m, maxStaleness: 30s}\n");

    assertEquals(
        new StalenessSettings(Duration.ofSeconds(30), OnBlind.SHORTEN), settings.staleness());
  }

  @Test
  void shouldReachEveryChoice() {
    assertEquals(
        EnumSet.allOf(OnBlind.class),
        reached(
            "maxStaleness: 30s, onBlind: %s",
            List.of("serve", "shorten", "bypass"), settings -> settings.staleness().onBlind()));
    assertEquals(
        EnumSet.allOf(Eviction.class),
        reached(
            "l1: {eviction: %s}",
            List.of("tiny-lfu", "lru", "ttl"), settings -> settings.l1().eviction()));
  }

  /** The libraries come with the Kafka client. */
  @ParameterizedTest
  @EnumSource
  void shouldHaveEveryCompressionInANode(Compression compression) {
    String item = "  - {name: r, key: \"r:{id}\", ttl: 15m, l2: {compress: %s}}\n";

    RegionSettings settings = settings(item.formatted(compression.word()));

    assertEquals(compression, settings.l2().compression());
  }

  private static <T> Set<T> reached(
      String pair, List<String> words, Function<RegionSettings, T> choice) {
    return words.stream()
        .map(pair::formatted)
        .map(
            each ->
                choice.apply(settings("  - {name: r, key: \"r:{id}\", ttl: 15m, " + each + "}")))
        .collect(Collectors.toSet());
  }

  private static RegionSettings settings(String item) {
    return RegionMapping.settings(RegionFile.regions(item).all().get(0));
  }

  /** Every value in a record and the records in it, by its path. */
  private static Map<String, String> leaves(String path, Record record) {
    Map<String, String> leaves = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = path + component.getName();
      Object value = value(component, record);
      if (value instanceof Record inner) {
        leaves.putAll(leaves(name + ".", inner));
      } else {
        leaves.put(name, value.toString());
      }
    }
    return leaves;
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.toString(), e);
    }
  }
}
