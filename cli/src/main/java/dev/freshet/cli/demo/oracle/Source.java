// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import java.util.concurrent.atomic.AtomicLongArray;

/** The source of truth: the newest version of every row. Safe for any thread. */
public final class Source {
  private final AtomicLongArray versions;
  private final AtomicLongArray filled;

  /** A source of rows that never changed. */
  public Source(int rows) {
    versions = new AtomicLongArray(rows);
    filled = new AtomicLongArray(rows);
  }

  /** The newest version of a row; 0 if it never changed. */
  public long version(int slot) {
    return versions.get(slot);
  }

  /** Stores a new version of a row and returns it. */
  public long change(int slot) {
    return versions.incrementAndGet(slot);
  }

  /** Reads a row to fill a cache with it. */
  public long fill(int slot) {
    long version = versions.get(slot);
    filled.set(slot, version);
    return version;
  }

  /** The version that caches were filled with. */
  public long filled(int slot) {
    return filled.get(slot);
  }
}
