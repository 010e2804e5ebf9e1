// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A version for each item: the newest that it or its group was raised to. Of the source it is what
 * is true; of a node it is what the events that were applied there leave as the oldest that it may
 * serve. Versions only rise. Safe for any thread.
 */
final class Versions {
  private final Profile.Keys keys;
  private final long least;
  private final AtomicLongArray items;
  private final AtomicLongArray groups;

  /**
   * Versions of all items.
   *
   * @param least that of all of them to begin with
   */
  Versions(Profile.Keys keys, long least) {
    this.keys = keys;
    this.least = least;
    this.items = new AtomicLongArray(keys.items());
    this.groups = new AtomicLongArray(keys.groups());
  }

  long of(int item) {
    return Math.max(least, Math.max(items.get(item), groups.get(keys.groupOf(item))));
  }

  void raise(Change change) {
    AtomicLongArray raised = change.isGroup() ? groups : items;
    raised.accumulateAndGet(change.number(), change.version(), Math::max);
  }
}
