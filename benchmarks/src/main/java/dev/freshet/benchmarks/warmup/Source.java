// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import dev.freshet.cache.EntryKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A source that answers so many keys a second and has everybody else wait, in turn. Safe for any
 * thread.
 */
final class Source {
  static final long LIMIT = 1_000;
  private static final long NANOS_PER_KEY = TimeUnit.SECONDS.toNanos(1) / LIMIT;

  private final byte[] value;
  private final ConcurrentLinkedQueue<Long> warmedNanos = new ConcurrentLinkedQueue<>();
  private long freeAtNanos = System.nanoTime();

  Source(byte[] value) {
    this.value = value;
  }

  /** A reader asks. */
  byte[] read() {
    answer(1);
    return value;
  }

  /** Warming asks. */
  Map<EntryKey, byte[]> warm(Set<EntryKey> keys) {
    long nowNanos = System.nanoTime();
    keys.forEach(key -> warmedNanos.add(nowNanos));
    answer(keys.size());
    Map<EntryKey, byte[]> values = new HashMap<>();
    keys.forEach(key -> values.put(key, value));
    return values;
  }

  private void answer(int keys) {
    long doneNanos = book(keys * NANOS_PER_KEY);
    while (doneNanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(doneNanos - System.nanoTime());
    }
  }

  private synchronized long book(long nanos) {
    freeAtNanos = Math.max(freeAtNanos, System.nanoTime()) + nanos;
    return freeAtNanos;
  }

  /** Most keys that warming asked for in any second; forgets them. */
  long takeMostWarmedInASecond() {
    long[] askedNanos = warmedNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    warmedNanos.clear();
    long most = 0;
    int first = 0;
    for (int last = 0; last < askedNanos.length; last++) {
      while (askedNanos[last] - askedNanos[first] >= TimeUnit.SECONDS.toNanos(1)) {
        first++;
      }
      most = Math.max(most, last - first + 1L);
    }
    return most;
  }
}
