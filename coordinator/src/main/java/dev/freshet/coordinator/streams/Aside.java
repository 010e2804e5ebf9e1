// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic that an application of Streams reads aside: most of its records do not matter there, and
 * none is urgent. Safe for any thread if {@code wanted} is.
 *
 * @param topic its name
 * @param wanted which records matter, asked anew for each bunch; on the thread that reads, which
 *     neither may block
 */
public record Aside(String topic, Supplier<Predicate<ConsumerRecord<byte[], byte[]>>> wanted) {

  /**
   * What was read without the records of the topic that do not matter. The last of each partition
   * stays all the same: by it Streams knows how far it has come, and commits that.
   */
  ConsumerRecords<byte[], byte[]> sift(ConsumerRecords<byte[], byte[]> read) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new LinkedHashMap<>();
    for (TopicPartition partition : read.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = read.records(partition);
      kept.put(partition, isOf(partition) ? sift(records) : records);
    }
    return new ConsumerRecords<>(kept, read.nextOffsets());
  }

  private List<ConsumerRecord<byte[], byte[]>> sift(List<ConsumerRecord<byte[], byte[]>> records) {
    ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
    Predicate<ConsumerRecord<byte[], byte[]>> isWanted = wanted.get();
    return records.stream().filter(record -> record == last || isWanted.test(record)).toList();
  }

  boolean isOf(TopicPartition partition) {
    return partition.topic().equals(topic);
  }

  /** How many records of the topic there are. */
  int count(ConsumerRecords<byte[], byte[]> read) {
    return read.partitions().stream()
        .filter(this::isOf)
        .mapToInt(partition -> read.records(partition).size())
        .sum();
  }
}
