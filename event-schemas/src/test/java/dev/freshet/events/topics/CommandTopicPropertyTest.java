// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.Target;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

class CommandTopicPropertyTest {

  @Property(tries = 2_000)
  void shouldFindThePartitionThatKafkaChooses(
      @ForAll String tag, @ForAll @IntRange(min = 1, max = 500) int partitions) {
    Target target = new Target.Tag(tag);
    byte[] key = target.text().getBytes(StandardCharsets.UTF_8);

    assertEquals(
        BuiltInPartitioner.partitionForKey(key, partitions),
        CommandTopic.partitionOf(target, partitions));
  }

  @Property(tries = 200)
  void shouldFindAllScansInOnePartition(
      @ForAll @StringLength(min = 1, max = 50) String one,
      @ForAll @StringLength(min = 1, max = 50) String other,
      @ForAll @IntRange(min = 1, max = 500) int partitions) {
    assertEquals(
        CommandTopic.partitionOf(new Target.Scan(one), partitions),
        CommandTopic.partitionOf(new Target.Scan(other), partitions));
  }
}
