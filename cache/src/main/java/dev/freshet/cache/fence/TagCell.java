// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

/**
 * The local counter at the last command for one target. Entries share the cells of their targets,
 * so that one write makes any number of them stale.
 */
final class TagCell {
  /** Volatile: readers check it on every hit, without a lock. Written by the applier alone. */
  private volatile long last;

  /** The counter at the last command; 0 if this cell has seen none. */
  long last() {
    return last;
  }

  void touch(long counter) {
    last = counter;
  }
}
