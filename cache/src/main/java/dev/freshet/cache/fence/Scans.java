// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest scan commands: pattern → order and local counter of its last command. Bounded: what it
 * has forgotten counts as a scan for every key, so that many patterns cost misses and never a stale
 * read.
 *
 * <p><b>Threads.</b> One writer, any number of readers without locks: each command replaces the
 * whole list, in one volatile write. Lists are short, and scans are rare.
 */
final class Scans {
  private final int capacity;
  private volatile State state = new State(List.of(), -1, 0);

  /** Scans by rising counter, and what stands for those that are forgotten. */
  private record State(List<Seen> newest, long floorOrder, long floorCounter) {}

  private record Seen(Target.Scan scan, long order, long counter) {}

  Scans(int capacity) {
    this.capacity = capacity;
  }

  /** Writer only: notes a command; {@code order} is -1 if it has none in the scans' partition. */
  void record(Target.Scan scan, long order, long counter) {
    State now = state;
    List<Seen> newest = new ArrayList<>(capacity + 1);
    long newestOrder = order;
    for (Seen seen : now.newest) {
      if (seen.scan.equals(scan)) {
        newestOrder = Math.max(newestOrder, seen.order);
      } else {
        newest.add(seen);
      }
    }
    newest.add(new Seen(scan, newestOrder, counter));
    if (newest.size() <= capacity) {
      state = new State(List.copyOf(newest), now.floorOrder, now.floorCounter);
    } else {
      Seen forgotten = newest.remove(0);
      state =
          new State(
              List.copyOf(newest),
              Math.max(now.floorOrder, forgotten.order),
              Math.max(now.floorCounter, forgotten.counter));
    }
  }

  /** Writer only: forgets everything, and counts every key as scanned at {@code counter}. */
  void startOver(long counter) {
    state = new State(List.of(), -1, counter);
  }

  /** Whether a scan for this key was applied here after {@code counter}. */
  boolean nameSince(long counter, String key) {
    State now = state;
    if (now.floorCounter > counter) {
      return true;
    }
    for (int i = now.newest.size() - 1; i >= 0 && now.newest.get(i).counter > counter; i--) {
      if (now.newest.get(i).scan.matches(key)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a scan for this key stands at {@code order} of the scans' partition, or behind it. */
  boolean nameFrom(long order, String key) {
    State now = state;
    return now.floorOrder >= order
        || now.newest.stream().anyMatch(seen -> seen.order >= order && seen.scan.matches(key));
  }
}
