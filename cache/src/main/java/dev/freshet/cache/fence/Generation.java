// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One half of the {@link EpochTable}: an open-addressing hash table of three longs a slot that only
 * grows until it is dropped. At most two thirds of the slots are used, so that probes stay short.
 *
 * <p>One writer, any number of readers: a slot's order and counter are written before its hash, and
 * later only rise, so that a reader sees nothing or something that was true.
 */
final class Generation {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long EMPTY = 0;
  private static final int NONE = -1;

  private final long[] hashes;
  private final long[] orders;
  private final long[] counters;
  private final int mask;
  private final int capacity;
  private final long[] newestOrderByPartition;
  private long newestCounter;
  private int size;

  Generation(int capacity, int partitions) {
    int slots = Integer.highestOneBit(Math.max(3, capacity + capacity / 2) - 1) << 1;
    this.capacity = capacity;
    this.mask = slots - 1;
    this.hashes = new long[slots];
    this.orders = new long[slots];
    this.counters = new long[slots];
    this.newestOrderByPartition = new long[partitions];
    Arrays.fill(newestOrderByPartition, -1);
  }

  /** The newest order of a command for the target; -1 if there was none. */
  long order(long hash) {
    int slot = find(hash);
    return slot == NONE ? -1 : (long) LONGS.getVolatile(orders, slot);
  }

  /** The counter at the newest command for the target; 0 if there was none. */
  long counter(long hash) {
    int slot = find(hash);
    return slot == NONE ? 0 : (long) LONGS.getVolatile(counters, slot);
  }

  boolean isFull() {
    return size >= capacity;
  }

  int size() {
    return size;
  }

  /** Writer only. */
  long newestOrder(int partition) {
    return newestOrderByPartition[partition];
  }

  /** Writer only. */
  long newestCounter() {
    return newestCounter;
  }

  /** Writer only; the generation must not be full. */
  void put(long hash, int partition, long order, long counter) {
    long key = keyOf(hash);
    int slot = slotOf(key);
    // Targets of two partitions may share a hash: the larger order covers both.
    LONGS.setVolatile(orders, slot, Math.max(orders[slot], order));
    LONGS.setVolatile(counters, slot, Math.max(counters[slot], counter));
    if (hashes[slot] == EMPTY) {
      LONGS.setVolatile(hashes, slot, key);
      size++;
    }
    newestOrderByPartition[partition] = Math.max(newestOrderByPartition[partition], order);
    newestCounter = Math.max(newestCounter, counter);
  }

  private int find(long hash) {
    long key = keyOf(hash);
    for (int slot = (int) key & mask; ; slot = (slot + 1) & mask) {
      long found = (long) LONGS.getVolatile(hashes, slot);
      if (found == key) {
        return slot;
      }
      if (found == EMPTY) {
        return NONE;
      }
    }
  }

  private int slotOf(long key) {
    int slot = (int) key & mask;
    while (hashes[slot] != key && hashes[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Zero marks an empty slot, so the target with that hash borrows another's. */
  private static long keyOf(long hash) {
    return hash == EMPTY ? 1 : hash;
  }
}
