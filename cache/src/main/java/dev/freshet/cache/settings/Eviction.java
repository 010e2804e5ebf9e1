// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

/** Which entries L1 drops when it is full. */
public enum Eviction {
  /**
   * Those that are used least often, as W-TinyLFU estimates it (Einziger, Friedman, Manes,
   * "TinyLFU: A Highly Efficient Cache Admission Policy", 2017): best for most.
   */
  TINY_LFU,

  /** About those that were not used for longest: for values that are used in bursts. */
  LRU,

  /** None: entries leave by their TTL alone. For regions whose keys are few. */
  TTL_ONLY
}
