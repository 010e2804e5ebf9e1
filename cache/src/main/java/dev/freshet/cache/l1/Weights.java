// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import dev.freshet.cache.codec.Codec;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes an entry occupies: what the codec makes of its value, and what key, entry
 * and cells cost besides. Where a value is not encoded anyway, and the exact weight decides
 * nothing, one in sixteen is encoded and the others count as the last of these. Safe for any
 * thread.
 */
public final class Weights<V> {
  /** Key, node of the cache, entry, times, and a cell for each target. */
  private static final int OVERHEAD_BYTES = 250;

  private static final int SAMPLED = 16;

  private final Codec<V> codec;
  private final boolean exact;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int lastBytes;

  /**
   * Weights of a region's entries.
   *
   * @param exact whether every value is to be weighed
   */
  public Weights(Codec<V> codec, boolean exact) {
    this.codec = codec;
    this.exact = exact;
  }

  /**
   * Weighs an entry.
   *
   * @param payload the value as the codec encoded it; null if nobody has
   */
  public int of(@Nullable V value, byte @Nullable [] payload) {
    if (payload != null) {
      lastBytes = payload.length;
    } else if (value != null && (exact || asked.getAndIncrement() % SAMPLED == 0)) {
      lastBytes = encodedBytes(value);
    }
    return value == null ? OVERHEAD_BYTES : OVERHEAD_BYTES + lastBytes;
  }

  private int encodedBytes(V value) {
    try {
      return codec.encode(value).length;
    } catch (RuntimeException e) {
      return lastBytes; // counted where the value would have gone to L2
    }
  }
}
