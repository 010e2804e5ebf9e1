// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.region;

import dev.freshet.rules.region.RegionDefinition.Capacity;
import dev.freshet.rules.region.RegionDefinition.Compression;
import dev.freshet.rules.region.RegionDefinition.Eviction;
import dev.freshet.rules.region.RegionDefinition.L1;
import dev.freshet.rules.region.RegionDefinition.L2;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import java.time.Duration;
import java.util.List;

/** Reads {@code l1} and {@code l2} of a region. */
final class LevelParser {
  /** Sizes of values are ints; no store that is known takes more than half of this. */
  private static final int MAX_VALUE_BYTES = 1 << 30;

  private static final long MAX_L1_BYTES = 1L << 40;
  private static final long MAX_L1_ENTRIES = 1_000_000_000_000L;

  private final ScalarReader scalars;

  LevelParser(ScalarReader scalars) {
    this.scalars = scalars;
  }

  L1 l1(Fields region, Duration ttl) {
    Fields fields = region.fields("l1");
    if (fields == null) {
      return new L1(ttl, Capacity.DEFAULT, Eviction.TINY_LFU);
    }
    Capacity capacity = capacity(fields);
    Scalar text = fields.text("eviction");
    Eviction eviction = scalars.choice(text, Eviction.TINY_LFU);
    if (text != null && eviction == Eviction.TTL && isBounded(fields)) {
      scalars.invalid(text, "`tiny-lfu` or `lru` beside a bound: `ttl` drops nothing for room");
    }
    return new L1(levelTtl(fields, ttl), capacity, eviction);
  }

  private Capacity capacity(Fields fields) {
    Scalar entries = fields.text("maxEntries");
    Scalar bytes = fields.text("maxBytes");
    long maxEntries = scalars.count(entries, 1, MAX_L1_ENTRIES);
    long maxBytes = scalars.bytes(bytes, 1, 1, MAX_L1_BYTES);
    if (entries != null && bytes != null) {
      scalars.invalid(bytes, "one bound, `maxEntries` or `maxBytes`");
    }
    if (bytes != null) {
      return new Capacity.Bytes(maxBytes);
    }
    return entries == null ? Capacity.DEFAULT : new Capacity.Entries(maxEntries);
  }

  private static boolean isBounded(Fields fields) {
    return fields.node("maxEntries") != null || fields.node("maxBytes") != null;
  }

  L2 l2(Fields region, Duration ttl) {
    Fields fields = region.fields("l2");
    if (fields == null) {
      return L2.of(ttl);
    }
    return new L2(
        scalars.word(fields.text("enabled"), List.of("true", "false")).equals("true"),
        levelTtl(fields, ttl),
        scalars.choice(fields.text("compress"), Compression.NONE),
        (int)
            scalars.bytes(
                fields.text("compressAbove"), L2.DEFAULT_COMPRESS_ABOVE_BYTES, 0, MAX_VALUE_BYTES),
        (int)
            scalars.bytes(fields.text("maxValue"), L2.DEFAULT_MAX_VALUE_BYTES, 1, MAX_VALUE_BYTES));
  }

  private Duration levelTtl(Fields fields, Duration ttl) {
    Scalar text = fields.text("ttl");
    Duration level = scalars.duration(text, ttl);
    if (text != null && level.compareTo(ttl) > 0) {
      scalars.invalid(text, "at most the `ttl` of the region");
    }
    return level;
  }
}
