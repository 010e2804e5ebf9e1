// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.progress;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far source partitions reach. Implementations never block and are safe for any thread. */
@FunctionalInterface
public interface SourceOffsets {

  /** What was known when the cluster was last asked. */
  View latest();

  /** A task begins here: who maps which partition is no longer what it was. */
  default void taskBegun() {}

  /**
   * One answer of the cluster. Immutable.
   *
   * @param askedAt a time before the question: what was stored until then lies before the ends
   * @param partitions how many partitions each source topic has; empty if nothing is known yet
   * @param ranges by source partition
   */
  record View(Instant askedAt, Map<String, Integer> partitions, Map<TopicPartition, Range> ranges) {

    /** Nothing is known. */
    public static final View UNKNOWN = new View(Instant.EPOCH, Map.of(), Map.of());

    public View {
      partitions = Map.copyOf(partitions);
      ranges = Map.copyOf(ranges);
    }

    /** Whether the cluster has answered at all. */
    public boolean isKnown() {
      return !partitions.isEmpty();
    }
  }

  /**
   * A source partition.
   *
   * @param mappedUntil the committed offset, or the beginning if there is none: what lies before it
   *     is mapped, and its commands are acknowledged or held by whoever maps the partition
   * @param end the offset that the next event will get
   * @param mapper the client id of the consumer that mapped the partition, and nobody else, when
   *     the offset was committed; empty if that is not known
   */
  record Range(long mappedUntil, long end, String mapper) {}
}
