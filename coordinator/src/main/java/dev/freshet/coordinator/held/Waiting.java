// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The commands of a task that wait, in the order in which they are due. One thread. */
final class Waiting {
  private final PriorityQueue<Held> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Held::dueAtMs).thenComparingLong(Held::openedAtMs));

  /** Those that may take in further events. */
  private final Map<Slot, Held> open = new HashMap<>();

  private long askedAtMs = Long.MIN_VALUE;

  int size() {
    return queue.size();
  }

  boolean takesIn(Slot slot, long nowMs) {
    Held held = open.get(slot);
    return held != null && held.takesIn(nowMs);
  }

  void open(Slot slot, Held held) {
    open.put(slot, held);
    queue.add(held);
  }

  /**
   * Adds what another task has opened, which takes in no events of this one: as long as that other
   * does not know that it lost its partitions it may still send it, and then delete it for all.
   */
  void restore(Held held) {
    queue.add(held);
  }

  @Nullable Held due(long nowMs) {
    if (nowMs < askedAtMs) {
      turnBack(nowMs);
    }
    askedAtMs = nowMs;
    Held next = queue.peek();
    return next != null && next.isDue(nowMs) ? next : null;
  }

  /** When the next is due, by the clock that was asked last. */
  OptionalLong nextDueAtMs() {
    Held next = queue.peek();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next.dueAtMs());
  }

  /** All that waits would wait longer by as much as the clock was turned back. */
  private void turnBack(long nowMs) {
    List<Held> all = List.copyOf(queue);
    queue.clear();
    open.clear();
    all.forEach(held -> queue.add(held.byClockOf(nowMs)));
  }

  void remove(Held held) {
    queue.remove(held);
    open.remove(held.slot(), held);
  }

  long heldBackFrom(TopicPartition partition) {
    long lowest = Long.MAX_VALUE;
    for (Held held : queue) {
      lowest = Math.min(lowest, held.heldBackFrom(partition));
    }
    return lowest;
  }
}
