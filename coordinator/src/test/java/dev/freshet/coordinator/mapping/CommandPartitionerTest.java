// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.values.Target;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class CommandPartitionerTest {
  private final CommandPartitioner partitioner = new CommandPartitioner();

  @Test
  void shouldWriteMarkersToEveryPartition() {
    String key = CommandPartitioner.markerKey(new TaskId(0, 3));

    assertEquals(Optional.of(Set.of(0, 1, 2, 3, 4)), partitions(key, 5));
  }

  @Test
  void shouldWriteCommandsWhereNodesAndOtherProducersDo() {
    for (int user = 0; user < 1_000; user++) {
      Target target = new Target.Tag("user:" + user + "é");
      String key = target.text();

      Set<Integer> found = partitions(key, 12).orElseThrow();

      assertEquals(Set.of(CommandTopic.partitionOf(target, 12)), found);
      assertEquals(Set.of(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 12)), found);
    }
  }

  private Optional<Set<Integer>> partitions(String key, int partitions) {
    return partitioner.partitions("commands", key, new byte[0], partitions);
  }
}
