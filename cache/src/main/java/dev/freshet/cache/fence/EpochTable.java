// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import java.util.Arrays;

/**
 * Target hash → position and local counter of the target's last command. Bounded: what it has
 * forgotten counts as invalidated at the floor, so that a full table costs misses and never a stale
 * read.
 *
 * <p>Two generations share the capacity. Commands go into the young one; when that is full, the old
 * one is forgotten, the floor rises to its newest command, and the young one becomes old.
 * Forgetting is thus one assignment, and always of the oldest commands.
 *
 * <p><b>Threads.</b> One writer, any number of readers without locks. Generations and floor change
 * together, in one volatile write: a reader that misses a forgotten command sees the floor that
 * covers it.
 */
class EpochTable {

  private final int generationCapacity;

  /** What readers see; replaced as a whole, so that no reader mixes two states. */
  private volatile State state;

  private record State(
      Generation young, Generation old, long[] floorByPartition, long floorCounter) {}

  EpochTable(int capacity, int partitions) {
    if (capacity < 2) {
      throw new IllegalArgumentException("epoch table: capacity must be >= 2, found " + capacity);
    }
    this.generationCapacity = capacity / 2;
    this.state = empty(noFloor(partitions), 0);
  }

  /** The newest order of a command for the target in its partition; -1 if there was none. */
  long order(long hash, int partition) {
    State now = state;
    if (partition >= now.floorByPartition.length) {
      return Long.MAX_VALUE; // asked by a reader that still holds the state of an earlier log
    }
    long order = Math.max(now.young.order(hash), now.old.order(hash));
    return Math.max(order, now.floorByPartition[partition]);
  }

  /** The order at or below which every target of the partition counts as invalidated. */
  long floor(int partition) {
    long[] floor = state.floorByPartition;
    return partition < floor.length ? floor[partition] : Long.MAX_VALUE;
  }

  /** How many targets it remembers at least. */
  int generationCapacity() {
    return generationCapacity;
  }

  /** The local counter at the newest command for the target; the floor's if it is not known. */
  long counter(long hash) {
    State now = state;
    long counter = Math.max(now.young.counter(hash), now.old.counter(hash));
    return Math.max(counter, now.floorCounter);
  }

  /** Writer only: notes a command. Orders and counters only rise. */
  void record(long hash, int partition, long order, long counter) {
    if (state.young.isFull()) {
      forgetOldest();
    }
    state.young.put(hash, partition, order, counter);
  }

  /** Writer only: counts every target of a partition as invalidated at this place. */
  void raiseFloor(int partition, long order, long counter) {
    State now = state;
    long[] floor = now.floorByPartition.clone();
    floor[partition] = Math.max(floor[partition], order);
    state = new State(now.young, now.old, floor, Math.max(now.floorCounter, counter));
  }

  /**
   * Writer only: forgets everything, and counts every target as invalidated at {@code counter} and
   * at its partition's floor.
   */
  void startOver(long[] floorByPartition, long counter) {
    state = empty(floorByPartition, counter);
  }

  /** How many targets it knows, with those that stand in both generations counted twice. */
  int size() {
    State now = state;
    return now.young.size() + now.old.size();
  }

  private void forgetOldest() {
    State now = state;
    long[] floor = raised(now.floorByPartition, now.old);
    state =
        new State(
            new Generation(generationCapacity, floor.length),
            now.young,
            floor,
            raised(now.floorCounter, now.old));
  }

  /** The floor of each partition once a generation is forgotten. */
  long[] raised(long[] floorByPartition, Generation forgotten) {
    long[] floor = floorByPartition.clone();
    for (int partition = 0; partition < floor.length; partition++) {
      floor[partition] = Math.max(floor[partition], forgotten.newestOrder(partition));
    }
    return floor;
  }

  /** The floor of the counters once a generation is forgotten. */
  long raised(long floorCounter, Generation forgotten) {
    return Math.max(floorCounter, forgotten.newestCounter());
  }

  /** Floors below every command. */
  static long[] noFloor(int partitions) {
    long[] floor = new long[partitions];
    Arrays.fill(floor, -1);
    return floor;
  }

  private State empty(long[] floorByPartition, long floorCounter) {
    int partitions = floorByPartition.length;
    return new State(
        new Generation(generationCapacity, partitions),
        new Generation(0, partitions),
        floorByPartition,
        floorCounter);
  }
}
