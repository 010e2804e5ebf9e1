// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.Applied;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far all nodes have applied one source partition. The heartbeat that moves the lowest offset
 * is that of the slowest node, so nobody has to be looked for.
 *
 * <p>Offsets are counted by how many nodes stand there, so that one heartbeat costs no walk over
 * all nodes.
 */
final class AppliedLine {
  /** Offsets of which is known when the first node said so; a lower bound of the delay beyond. */
  private static final int MOST_FIRSTS = 1_000;

  private static final long NEVER = -1;

  private final Map<MemberId, Long> offsets = new HashMap<>();
  private final TreeMap<Long, Integer> nodesAt = new TreeMap<>();
  private final TreeMap<Long, Instant> firstSaid = new TreeMap<>();
  private long reported = NEVER;
  private @Nullable MemberId slowest;
  private @Nullable Instant slowestSaid;

  /** A node has applied all before an offset. */
  void heard(MemberId node, long nextOffset, Instant storedAt) {
    if (firstSaid.isEmpty() || nextOffset > firstSaid.lastKey()) {
      firstSaid.put(nextOffset, storedAt);
      if (firstSaid.size() > MOST_FIRSTS) {
        firstSaid.pollFirstEntry();
      }
    }
    long before = lowest();
    remove(node);
    offsets.put(node, nextOffset);
    nodesAt.merge(nextOffset, 1, Integer::sum);
    if (lowest() > before) {
      slowest = node;
      slowestSaid = storedAt;
    }
  }

  /** A node is waited for no longer. */
  void gone(MemberId node) {
    long before = lowest();
    remove(node);
    if (lowest() > before) {
      slowest = null;
      slowestSaid = null;
    }
  }

  private void remove(MemberId node) {
    Long at = offsets.remove(node);
    if (at != null) {
      nodesAt.computeIfPresent(at, (offset, nodes) -> nodes == 1 ? null : nodes - 1);
    }
  }

  private long lowest() {
    return nodesAt.isEmpty() ? NEVER : nodesAt.firstKey();
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /**
   * What is new since it was last asked.
   *
   * @param nodes how many there are; those that have not spoken of this partition are waited for
   */
  Optional<Applied> advanced(String topic, int partition, int nodes) {
    long lowest = lowest();
    if (offsets.size() < nodes || lowest <= reported) {
      return Optional.empty();
    }
    boolean isFirst = reported == NEVER;
    reported = lowest;
    Long delayMs = delayMs(lowest);
    firstSaid.headMap(lowest).clear();
    // Where the line stood when this observer began is nothing new.
    return isFirst
        ? Optional.empty()
        : Optional.of(
            new Applied(
                topic,
                partition,
                lowest,
                nodes,
                slowest == null ? null : slowest.toString(),
                delayMs));
  }

  private @Nullable Long delayMs(long offset) {
    Map.Entry<Long, Instant> first = firstSaid.ceilingEntry(offset);
    return slowestSaid == null || first == null
        ? null
        : Math.max(0, Duration.between(first.getValue(), slowestSaid).toMillis());
  }
}
