// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import dev.freshet.cache.time.Held;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts warmed values that are read on this node: each once, however often it is read, leaves L1
 * and is filled again. Of that it knows the last few thousand values, so that one may be counted
 * again when many others came between. Safe for any thread.
 */
public final class WarmReads {
  private static final int REMEMBERED = 4_096;

  private final LongAdder reads;

  /**
   * By the low bits of their fingerprints, what was counted; null until there is something.
   * Volatile: made by whoever comes first.
   */
  private volatile @Nullable AtomicLongArray counted;

  public WarmReads(LongAdder reads) {
    this.reads = reads;
  }

  /** Somebody reads the value. */
  public void read(String key, Held<?> held) {
    if (!held.isUnread()) {
      return;
    }
    held.becomesRead();
    long fingerprint = fingerprint(key, held.loadedAtMs());
    int place = (int) (fingerprint & (REMEMBERED - 1));
    if (counted().getAndSet(place, fingerprint) != fingerprint) {
      reads.increment();
    }
  }

  private AtomicLongArray counted() {
    AtomicLongArray known = counted;
    return known == null ? firstCounted() : known;
  }

  private synchronized AtomicLongArray firstCounted() {
    AtomicLongArray known = counted;
    if (known == null) {
      known = new AtomicLongArray(REMEMBERED);
      counted = known;
    }
    return known;
  }

  /** Of one load of one key; never 0. The finalizer of SplitMix64 mixes. */
  private static long fingerprint(String key, long loadedAtMs) {
    long mixed = loadedAtMs * 0x9E3779B97F4A7C15L + key.hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (mixed ^ (mixed >>> 31)) | (1L << 63);
  }
}
