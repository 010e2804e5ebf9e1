// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.Change;
import dev.freshet.cli.demo.oracle.Slot;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * For one node the oldest version of each row that it may still serve, as far as the events that
 * were applied there say. Safe for any thread.
 */
final class Floors {
  private final AtomicLongArray versions;

  Floors(int rows) {
    versions = new AtomicLongArray(rows);
  }

  long of(int slot) {
    return versions.get(slot);
  }

  void raise(Change change) {
    List<Slot> stale = change.expectation().stale();
    for (int i = 0; i < stale.size(); i++) {
      versions.accumulateAndGet(stale.get(i).index(), change.versions().get(i), Math::max);
    }
  }
}
