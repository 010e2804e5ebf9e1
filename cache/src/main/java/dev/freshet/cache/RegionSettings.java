// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import com.google.common.base.CharMatcher;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.cache.settings.L2Settings;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.events.values.Template;
import java.time.Duration;
import java.util.List;

/**
 * How one region is kept. Start from {@link #of} and change what differs. Immutable; what does not
 * hold is refused with an {@link IllegalArgumentException} that names the setting.
 *
 * @param name the region's name
 * @param version of the values' shape: a region of another version reads and writes beside this one
 * @param key the key template
 * @param tags templates of the tags that every entry carries; their holes are holes of the key
 * @param lifetime how long values may be served
 * @param l1 the level in the process
 * @param l2 the shared level
 * @param loading how values are loaded
 * @param staleness what happens while invalidations do not arrive
 */
public record RegionSettings(
    String name,
    int version,
    Template key,
    List<Template> tags,
    Lifetime lifetime,
    L1Settings l1,
    L2Settings l2,
    LoadSettings loading,
    StalenessSettings staleness) {

  public RegionSettings {
    if (name.isEmpty() || CharMatcher.anyOf("@|!").matchesAnyOf(name)) {
      throw new IllegalArgumentException(
          "region: found name '" + name + "', expected some text without '@', '|' and '!'");
    }
    tags = List.copyOf(tags);
    for (Template tag : tags) {
      for (String hole : tag.holes()) {
        if (!key.holes().contains(hole)) {
          throw new IllegalArgumentException(
              "region "
                  + name
                  + ": tag '"
                  + tag
                  + "' uses hole '"
                  + hole
                  + "', expected one of "
                  + key.holes());
        }
      }
    }
  }

  /** Version 1, no tags, 15 minutes in both levels, 10,000 entries in L1. */
  public static RegionSettings of(String name, String key) {
    Duration ttl = Duration.ofMinutes(15);
    return new RegionSettings(
        name,
        1,
        Template.parse(key),
        List.of(),
        Lifetime.of(ttl),
        L1Settings.of(ttl),
        L2Settings.of(ttl),
        LoadSettings.DEFAULT,
        StalenessSettings.UNBOUNDED);
  }

  /** The same in another version. */
  public RegionSettings withVersion(int newVersion) {
    return new RegionSettings(name, newVersion, key, tags, lifetime, l1, l2, loading, staleness);
  }

  /** The same with these tags. */
  public RegionSettings withTags(String... templates) {
    return withTags(List.of(templates).stream().map(Template::parse).toList());
  }

  /** The same with these tags. */
  public RegionSettings withTags(List<Template> newTags) {
    return new RegionSettings(name, version, key, newTags, lifetime, l1, l2, loading, staleness);
  }

  /** The same with these times to live; that of L2 is that of the value. */
  public RegionSettings withTtl(Duration ttl, Duration l1Ttl) {
    return with(lifetime.withTtl(ttl)).with(l1.withTtl(l1Ttl)).with(l2.withTtl(ttl));
  }

  /** The same with room for so many entries in L1. */
  public RegionSettings withL1MaxEntries(long max) {
    return with(l1.withCapacity(Capacity.entries(max)));
  }

  /** The same with other times. */
  public RegionSettings with(Lifetime newLifetime) {
    return new RegionSettings(name, version, key, tags, newLifetime, l1, l2, loading, staleness);
  }

  /** The same with another L1. */
  public RegionSettings with(L1Settings newL1) {
    return new RegionSettings(name, version, key, tags, lifetime, newL1, l2, loading, staleness);
  }

  /** The same with another L2. */
  public RegionSettings with(L2Settings newL2) {
    return new RegionSettings(name, version, key, tags, lifetime, l1, newL2, loading, staleness);
  }

  /** The same, loading otherwise. */
  public RegionSettings with(LoadSettings newLoading) {
    return new RegionSettings(name, version, key, tags, lifetime, l1, l2, newLoading, staleness);
  }

  /** The same with another bound on staleness. */
  public RegionSettings with(StalenessSettings newStaleness) {
    return new RegionSettings(name, version, key, tags, lifetime, l1, l2, loading, newStaleness);
  }
}
