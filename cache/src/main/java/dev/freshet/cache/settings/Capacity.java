// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

/** How much L1 holds before it evicts. */
public sealed interface Capacity {

  /** So many entries, whatever their size. */
  record Entries(long max) implements Capacity {
    public Entries {
      Checks.require(max >= 0, "l1.maxEntries", max, "0 or more");
    }
  }

  /**
   * So many bytes: of each value what the region's codec makes of it, and what an entry costs
   * besides.
   */
  record Bytes(long max) implements Capacity {
    public Bytes {
      Checks.require(max > 0, "l1.maxBytes", max, "more than 0");
    }
  }

  /** A number of entries. */
  static Capacity entries(long max) {
    return new Entries(max);
  }

  /** A number of bytes. */
  static Capacity bytes(long max) {
    return new Bytes(max);
  }
}
