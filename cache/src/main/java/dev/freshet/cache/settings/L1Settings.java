// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import java.time.Duration;

/**
 * The level in the process.
 *
 * @param ttl how long a value may be served from L1 after it was put there
 * @param capacity how much it holds
 * @param eviction what it drops when it is full
 */
public record L1Settings(Duration ttl, Capacity capacity, Eviction eviction) {

  /** How many entries a region holds that says nothing. */
  public static final long DEFAULT_MAX_ENTRIES = 10_000;

  public L1Settings {
    Checks.positive("l1.ttl", ttl);
  }

  /** 10,000 entries, TinyLFU. */
  public static L1Settings of(Duration ttl) {
    return new L1Settings(ttl, Capacity.entries(DEFAULT_MAX_ENTRIES), Eviction.TINY_LFU);
  }

  /** The same with another TTL. */
  public L1Settings withTtl(Duration newTtl) {
    return new L1Settings(newTtl, capacity, eviction);
  }

  /** The same with another capacity. */
  public L1Settings withCapacity(Capacity newCapacity) {
    return new L1Settings(ttl, newCapacity, eviction);
  }

  /** The same with another eviction policy. */
  public L1Settings withEviction(Eviction newEviction) {
    return new L1Settings(ttl, capacity, newEviction);
  }
}
