// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.topics.CommandTopic;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TaskId;

/** A command lies where nodes look for its target; a marker in every partition. */
final class CommandPartitioner implements StreamPartitioner<String, byte[]> {
  /** No target begins like this. */
  private static final String MARKER = "m|";

  /** The key of a task's markers: of each task, compaction keeps the last one. */
  static String markerKey(TaskId task) {
    return MARKER + task;
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, byte[] value, int numPartitions) {
    return Optional.of(
        key.startsWith(MARKER)
            ? IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet())
            : Set.of(CommandTopic.partitionOf(key, numPartitions)));
  }
}
