// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the values are. It looks first and answers later, so that what it answers may be old by
 * then. Safe for any thread.
 */
final class Source implements Loader<byte[]>, BulkLoader<byte[]> {
  private static final long MOST_NANOS = Duration.ofMillis(3).toNanos();

  private final History history;
  private final Map<EntryKey, Integer> numbers = new HashMap<>();

  /**
   * @param keys by their numbers
   */
  Source(History history, Iterable<EntryKey> keys) {
    this.history = history;
    keys.forEach(key -> numbers.put(key, numbers.size()));
  }

  @Override
  public byte[] load(EntryKey key) {
    byte[] value = look(key);
    rest();
    return value;
  }

  @Override
  public Map<EntryKey, byte[]> loadAll(Set<EntryKey> keys) {
    Map<EntryKey, byte[]> values = new HashMap<>();
    keys.forEach(key -> values.put(key, look(key)));
    rest();
    return values;
  }

  private byte[] look(EntryKey key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalArgumentException("source: found no key " + key);
    }
    return Value.of(history.version(number));
  }

  private static void rest() {
    Pace.rest(Duration.ofNanos(ThreadLocalRandom.current().nextLong(MOST_NANOS)));
  }
}
