// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loader returns that has more to say than the value. Immutable.
 *
 * @param value null if the source has none
 * @param tags of this value, besides those that the region declares
 * @param ttl of this value if it is shorter than the region's; null for that
 */
public record Loaded<V>(@Nullable V value, List<String> tags, @Nullable Duration ttl) {

  public Loaded {
    tags = List.copyOf(tags);
    if (ttl != null && (ttl.isNegative() || ttl.isZero())) {
      throw new IllegalArgumentException("ttl: found " + ttl + ", expected longer than 0");
    }
  }

  /** The value alone. */
  public static <V> Loaded<V> of(@Nullable V value) {
    return new Loaded<>(value, List.of(), null);
  }

  /** The same with these tags. */
  public Loaded<V> withTags(String... newTags) {
    return new Loaded<>(value, List.of(newTags), ttl);
  }

  /** The same with a TTL of its own, which can only shorten that of the region. */
  public Loaded<V> withTtl(Duration newTtl) {
    return new Loaded<>(value, tags, newTtl);
  }
}
