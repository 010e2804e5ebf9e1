// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the events of a source partition are applied on all nodes, by their last heartbeats.
 * Immutable.
 *
 * @param end the next offset of the partition
 * @param slowest the node that is furthest behind; empty if there are no nodes
 */
record SourceProgress(TopicPartition partition, long end, Optional<Node> slowest) {

  /**
   * A node.
   *
   * @param nextOffset all before it is applied there
   * @param closedTime all events that were stored before it are applied there; empty if not known
   */
  record Node(MemberId id, long nextOffset, Optional<Instant> closedTime) {}

  /** All partitions, in order. */
  static List<SourceProgress> of(Map<TopicPartition, Long> ends, RegistrySnapshot snapshot) {
    return ends.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition)))
        .map(
            end ->
                new SourceProgress(end.getKey(), end.getValue(), slowest(end.getKey(), snapshot)))
        .toList();
  }

  private static Optional<Node> slowest(TopicPartition partition, RegistrySnapshot snapshot) {
    return snapshot
        .live()
        .flatMap(member -> node(member, partition).stream())
        .min(Comparator.comparingLong(Node::nextOffset).thenComparing(Node::id));
  }

  private static Optional<Node> node(MemberView member, TopicPartition partition) {
    return member
        .heard()
        .map(MemberView.Heard::heartbeat)
        .filter(heartbeat -> !heartbeat.getWatermarks().isEmpty())
        .map(
            heartbeat ->
                new Node(
                    member.id(),
                    nextOffset(heartbeat, partition),
                    heartbeat.getClosedTimeMs().map(Instant::ofEpochMilli)));
  }

  private static long nextOffset(Heartbeat heartbeat, TopicPartition partition) {
    return heartbeat.getApplied().stream()
        .filter(
            source ->
                source.getPartition() == partition.partition()
                    && source.getTopic().equals(partition.topic()))
        .mapToLong(SourceApplied::getNextOffset)
        .findFirst()
        .orElse(0);
  }

  /** The schema {@code SourceProgress} of the API document. */
  JsonObject toJson(Instant now) {
    JsonObject json =
        new JsonObject()
            .put("topic", partition.topic())
            .put("partition", partition.partition())
            .put("end", end);
    slowest.ifPresent(
        node -> {
          long lag = Math.max(0, end - node.nextOffset());
          json.put("applied", node.nextOffset()).put("lagRecords", lag);
          if (lag == 0) {
            json.put("lagSeconds", 0.0);
          } else {
            node.closedTime().ifPresent(closed -> json.put("lagSeconds", seconds(closed, now)));
            json.put("slowest", node.id().toString());
          }
        });
    return json;
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1_000.0;
  }
}
