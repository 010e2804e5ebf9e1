// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import org.jspecify.annotations.Nullable;

/** Fences that do not look, which benchmarks of faults have to find out. */
public final class Unfenced {
  private Unfenced() {}

  /** Looks nowhere: neither when a value comes into a level, nor at a hit. */
  public static Fence off() {
    return new Fence(CAPACITY) {
      @Override
      public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
        return new L1Entry<>(value, stampCounter, intern(targets));
      }

      @Override
      public boolean isFresh(L1Entry<?> entry, String key) {
        return true;
      }

      @Override
      public boolean accepts(LogState current, Targets targets, L2Stamp stamp) {
        return true;
      }
    };
  }

  /**
   * Drops what a command names, as caches on a lossless bus do, and lets in whatever a load brings
   * afterwards.
   */
  public static Fence admitting() {
    return new Fence(CAPACITY) {
      @Override
      public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
        return new L1Entry<>(value, counter(), intern(targets));
      }
    };
  }

  private static final int CAPACITY = 1 << 17;
}
