// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;

/**
 * Which command log there is, where it starts, and where in it a target's commands stand. Safe for
 * any thread.
 */
public final class CommandTopic {
  private CommandTopic() {}

  /**
   * The identity of an environment's command log. Blocks on the cluster.
   *
   * @throws KafkaException if there is no such topic or the cluster does not answer
   */
  public static LogIdentity identify(Admin admin, Topics topics) {
    String name = topics.commands();
    TopicDescription topic =
        Answers.await(admin.describeTopics(List.of(name)).allTopicNames()).get(name);
    if (topic == null) {
      throw new KafkaException("topic " + name + ": found no description, expected one");
    }
    return identityOf(topic);
  }

  /** The identity of a command log whose description is known. */
  public static LogIdentity identityOf(TopicDescription topic) {
    Uuid id = topic.topicId();
    return new LogIdentity(
        new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
        topic.partitions().size());
  }

  /**
   * Where each partition begins, by its number: what stood before is lost, by retention or by an
   * operator's hand. What compaction took is not lost, for its target has a later command. Blocks
   * on the cluster.
   *
   * @throws KafkaException if there is no such topic or the cluster does not answer
   */
  public static List<Position> starts(Admin admin, Topics topics, LogIdentity log) {
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    for (int i = 0; i < log.partitions(); i++) {
      earliest.put(new TopicPartition(topics.commands(), i), OffsetSpec.earliest());
    }
    return Answers.await(admin.listOffsets(earliest).all()).entrySet().stream()
        .map(start -> start(start.getKey().partition(), start.getValue()))
        .sorted(Comparator.comparingInt(Position::partition))
        .toList();
  }

  /** A broker that tells no leader epoch here tells none with its records either. */
  private static Position start(int partition, ListOffsetsResultInfo found) {
    return new Position(partition, found.leaderEpoch().orElse(0), found.offset());
  }

  /** The partition of all commands for a target. */
  public static int partitionOf(Target target, int partitions) {
    return partitionOf(target.text(), partitions);
  }

  /**
   * The partition of all records with a key: murmur2 of its UTF-8 bytes, as Kafka's default
   * partitioner has it (KIP-480), so that commands written by any client lie where nodes look. All
   * scans lie in one partition, that of their prefix: a value in L2 cannot be stamped for each
   * pattern that there may ever be.
   */
  public static int partitionOf(String key, int partitions) {
    String placed = key.startsWith(Target.Scan.PREFIX) ? Target.Scan.PREFIX : key;
    return Utils.toPositive(Utils.murmur2(placed.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
