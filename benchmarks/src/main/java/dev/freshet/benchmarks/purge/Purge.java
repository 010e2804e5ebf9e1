// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.purge;

/** A cache full of entries that all go at once. For one thread. */
interface Purge extends AutoCloseable {

  /**
   * Loads every entry.
   *
   * @throws IllegalStateException if one was still there: what was measured was no purge
   */
  void fill();

  /**
   * Drops all entries.
   *
   * @param probe chooses the entry that is read
   * @return how long it took until the read was refused
   */
  long nanos(int probe);

  @Override
  void close();
}
