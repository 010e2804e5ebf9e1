// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.events.values.Receipt;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The versions of all values, and which of them each node must not serve any more: a read that
 * began after a version's invalidation was applied on its node returns that version or a newer one.
 * Safe for any thread.
 */
final class History {
  private final AtomicLongArray versions;
  private final AtomicLongArray[] floors;
  private final LongAdder reads = new LongAdder();
  private final LongAdder stale = new LongAdder();

  /** What an event has changed: from each of these keys on, the versions that are new. */
  private record Change(int[] keys, long[] versions) {}

  /** Changes of which not all nodes have heard, and what they have heard of too early. */
  private final Map<Receipt, Change> published = new HashMap<>();

  private final Map<Receipt, boolean[]> heard = new HashMap<>();

  History(int keys, int nodes) {
    this.versions = new AtomicLongArray(keys);
    this.floors = new AtomicLongArray[nodes];
    Arrays.setAll(floors, node -> new AtomicLongArray(keys));
  }

  /** The source's version of a key now. */
  long version(int key) {
    return versions.get(key);
  }

  /** The source changes. */
  long change(int key) {
    return versions.incrementAndGet(key);
  }

  /**
   * The event of a change is stored; a node may have applied it before this was known.
   *
   * @param changed the keys that the event invalidates, as they are in the source by now
   */
  synchronized void published(Receipt receipt, Map<Integer, Long> changed) {
    int[] keys = changed.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] news = Arrays.stream(keys).mapToLong(key -> changed.getOrDefault(key, 0L)).toArray();
    Change change = new Change(keys, news);
    published.put(receipt, change);
    boolean[] nodes = heard.computeIfAbsent(receipt, unused -> new boolean[floors.length]);
    for (int node = 0; node < floors.length; node++) {
      if (nodes[node]) {
        raise(node, change);
      }
    }
    forgetIfAllHave(receipt, nodes);
  }

  /** A node has applied a command of an event: from now on it serves nothing older. */
  synchronized void applied(int node, Receipt receipt) {
    boolean[] nodes = heard.computeIfAbsent(receipt, unused -> new boolean[floors.length]);
    nodes[node] = true;
    Change change = published.get(receipt);
    if (change != null) {
      raise(node, change);
      forgetIfAllHave(receipt, nodes);
    }
  }

  private void forgetIfAllHave(Receipt receipt, boolean[] nodes) {
    boolean isOver = true;
    for (boolean hasHeard : nodes) {
      isOver &= hasHeard;
    }
    if (isOver) {
      published.remove(receipt);
      heard.remove(receipt);
    }
  }

  private void raise(int node, Change change) {
    for (int index = 0; index < change.keys().length; index++) {
      applied(node, change.keys()[index], change.versions()[index]);
    }
  }

  /** A node serves nothing older than this of a key from now on. */
  void applied(int node, int key, long version) {
    floors[node].accumulateAndGet(key, version, Math::max);
  }

  /** The oldest version that a read of a key may return that begins now. */
  long oldest(int node, int key) {
    return floors[node].get(key);
  }

  /**
   * A read has returned.
   *
   * @param oldest what {@link #oldest} said before it began
   */
  void read(long oldest, long version) {
    if (oldest == 0) {
      // Of a key that has never changed nothing is old.
      return;
    }
    reads.increment();
    if (version < oldest) {
      stale.increment();
    }
  }

  /** Of all reads up to now. */
  Staleness staleness() {
    // In this order: a stale read is counted as one before it is as stale.
    long staleReads = stale.sum();
    return new Staleness(Math.max(staleReads, reads.sum()), staleReads);
  }
}
