// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

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
import dev.freshet.rules.region.RegionDefinition;

/**
 * What a rule file says of a region, as settings of the cache. By constructors alone, so that a
 * setting that the cache gains cannot be forgotten here.
 */
final class RegionMapping {
  private RegionMapping() {}

  /**
   * The settings of a region.
   *
   * @throws IllegalStateException if the library of its compression is missing here
   */
  static RegionSettings settings(RegionDefinition region) {
    return new RegionSettings(
        region.name(),
        region.version(),
        region.key(),
        region.tags(),
        lifetime(region.lifetime()),
        l1(region.l1()),
        l2(region.l2()),
        loading(region.loading()),
        staleness(region.staleness()));
  }

  private static Lifetime lifetime(RegionDefinition.Lifetime from) {
    return new Lifetime(
        from.ttl(), from.jitter(), from.absentTtl(), from.staleMaxAge(), from.staleRetryAfter());
  }

  private static LoadSettings loading(RegionDefinition.Loading from) {
    return new LoadSettings(from.softTimeout(), from.hardTimeout(), from.refreshAt(), from.lease());
  }

  private static StalenessSettings staleness(RegionDefinition.Staleness from) {
    OnBlind onBlind =
        switch (from.onBlind()) {
          case SERVE -> OnBlind.SERVE;
          case SHORTEN -> OnBlind.SHORTEN;
          case BYPASS -> OnBlind.BYPASS;
        };
    return new StalenessSettings(from.maxStaleness(), onBlind);
  }

  private static L1Settings l1(RegionDefinition.L1 from) {
    Eviction eviction =
        switch (from.eviction()) {
          case TINY_LFU -> Eviction.TINY_LFU;
          case LRU -> Eviction.LRU;
          case TTL -> Eviction.TTL_ONLY;
        };
    return new L1Settings(from.ttl(), capacity(from.capacity()), eviction);
  }

  private static Capacity capacity(RegionDefinition.Capacity from) {
    return from instanceof RegionDefinition.Capacity.Bytes bytes
        ? Capacity.bytes(bytes.max())
        : Capacity.entries(((RegionDefinition.Capacity.Entries) from).max());
  }

  private static L2Settings l2(RegionDefinition.L2 from) {
    Compression compression =
        switch (from.compression()) {
          case NONE -> Compression.NONE;
          case GZIP -> Compression.GZIP;
          case LZ4 -> Compression.LZ4;
          case SNAPPY -> Compression.SNAPPY;
          case ZSTD -> Compression.ZSTD;
        };
    return new L2Settings(
        from.enabled(), from.ttl(), compression, from.compressAboveBytes(), from.maxValueBytes());
  }
}
