// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.events.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How much the broker has stored of an environment's topics, changelogs included. Immutable.
 *
 * @param records by topic
 * @param bytes by topic, as they lie in the log: with batches and their heads
 */
record Traffic(Map<String, Long> records, Map<String, Long> bytes) {
  Traffic {
    records = Map.copyOf(records);
    bytes = Map.copyOf(bytes);
  }

  /** All up to now. */
  static Traffic of(Admin admin, Topics topics) throws ExecutionException, InterruptedException {
    Set<String> names =
        admin.listTopics().names().get().stream()
            .filter(name -> name.startsWith(topics.environment()))
            .collect(Collectors.toSet());
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    admin
        .describeTopics(names)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        each ->
                            ends.put(
                                new TopicPartition(name, each.partition()), OffsetSpec.latest())));
    Map<String, Long> records = new HashMap<>();
    admin
        .listOffsets(ends)
        .all()
        .get()
        .forEach((partition, end) -> records.merge(partition.topic(), end.offset(), Long::sum));
    return new Traffic(records, bytes(admin, names));
  }

  private static Map<String, Long> bytes(Admin admin, Set<String> names)
      throws ExecutionException, InterruptedException {
    List<Integer> brokers =
        admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    Map<String, Long> bytes = new HashMap<>();
    for (Map<String, LogDirDescription> broker :
        admin.describeLogDirs(brokers).allDescriptions().get().values()) {
      for (LogDirDescription directory : broker.values()) {
        directory
            .replicaInfos()
            .forEach(
                (partition, replica) -> {
                  if (names.contains(partition.topic())) {
                    bytes.merge(partition.topic(), replica.size(), Long::sum);
                  }
                });
      }
    }
    return bytes;
  }

  /** What came since an earlier look. */
  Traffic since(Traffic before) {
    return new Traffic(minus(records, before.records), minus(bytes, before.bytes));
  }

  private static Map<String, Long> minus(Map<String, Long> now, Map<String, Long> before) {
    Map<String, Long> more = new HashMap<>();
    now.forEach((topic, amount) -> more.put(topic, amount - before.getOrDefault(topic, 0L)));
    return more;
  }

  /** The records in some topics. */
  long records(Predicate<String> which) {
    return sum(records, which);
  }

  /** The bytes in some topics. */
  long bytes(Predicate<String> which) {
    return sum(bytes, which);
  }

  private static long sum(Map<String, Long> amounts, Predicate<String> which) {
    return amounts.entrySet().stream()
        .filter(topic -> which.test(topic.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
