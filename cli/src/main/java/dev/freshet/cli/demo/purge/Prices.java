// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The source of prices, which takes its time, for one key as for a hundred. Safe for any thread.
 */
final class Prices implements BulkLoader<Prices.Price> {
  private static final Duration LOAD_TIME = Duration.ofMillis(20);

  private final AtomicLong version = new AtomicLong(1);

  /**
   * A cached price.
   *
   * @param version counts the changes of all prices
   */
  record Price(long version) {}

  /** The newest version of all prices. */
  long version() {
    return version.get();
  }

  /** Changes all prices. */
  void change() {
    version.incrementAndGet();
  }

  /** Reads first and answers later, as a source does: a change may come in between. */
  @Override
  public Map<EntryKey, Price> loadAll(Set<EntryKey> keys) {
    Price read = new Price(version.get());
    LockSupport.parkNanos(LOAD_TIME.toNanos());
    Map<EntryKey, Price> prices = new HashMap<>();
    keys.forEach(key -> prices.put(key, read));
    return prices;
  }
}
