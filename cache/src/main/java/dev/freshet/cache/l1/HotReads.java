// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.l1;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are read most, by a sample: L1 itself ranks its keys only once it is half full, and a
 * count for each hit would cost each hit something. While a sample is open, readers note their
 * keys; after a few thousand it closes by itself. Safe for any thread; readers never block.
 */
public final class HotReads {
  private static final int READS = 8_192;

  /** Reads in the order in which they came. */
  private static final class Sample {
    private final AtomicReferenceArray<@Nullable String> keys = new AtomicReferenceArray<>(READS);
    private final AtomicInteger taken = new AtomicInteger();
  }

  /** Volatile: readers stop to note their keys as soon as it is closed. */
  private volatile @Nullable Sample open;

  // Guarded by this.
  private @Nullable Sample latest;

  /** Whether reads are to be noted. */
  public boolean isOpen() {
    return open != null;
  }

  /**
   * Notes a read, if a sample is open.
   *
   * @return whether this has closed it
   */
  public boolean note(String key) {
    Sample sample = open;
    if (sample == null) {
      return false;
    }
    int place = sample.taken.getAndIncrement();
    if (place < READS) {
      sample.keys.setPlain(place, key);
    }
    if (place != READS - 1) {
      return false;
    }
    close(sample);
    return true;
  }

  private synchronized void close(Sample full) {
    if (open == full) {
      open = null;
    }
  }

  /**
   * Opens the next sample.
   *
   * @return the keys of the last one, those first that were read most; empty if there was none
   */
  public synchronized List<String> next() {
    Sample last = latest;
    Sample fresh = new Sample();
    latest = fresh;
    open = fresh;
    return last == null ? List.of() : ranked(last);
  }

  private static List<String> ranked(Sample sample) {
    Map<String, Integer> counts = new HashMap<>();
    int taken = Math.min(sample.taken.get(), READS);
    for (int place = 0; place < taken; place++) {
      String key = sample.keys.get(place);
      if (key != null) { // else its reader is about to note it
        counts.merge(key, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
