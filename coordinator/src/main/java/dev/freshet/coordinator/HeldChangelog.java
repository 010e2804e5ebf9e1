// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.mapping.MappingTopology;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changelog of held commands. Streams makes it, with a partition for each task, and refuses to
 * run when a source topic has grown since. A task keeps its number, so the changelog may grow, too.
 * Stateless; blocks on the cluster.
 */
final class HeldChangelog {
  private static final Logger LOG = LoggerFactory.getLogger(HeldChangelog.class);

  private HeldChangelog() {}

  /**
   * Gives the topic a partition for each task, if there is one.
   *
   * @param sources how many partitions each source topic has
   * @throws KafkaException if the cluster refuses or does not answer
   */
  static void grow(Admin admin, String applicationId, Map<String, Integer> sources) {
    String topic = applicationId + "-" + MappingTopology.HELD + "-changelog";
    int tasks = sources.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int found = partitions(admin, topic);
    if (found == 0 || found >= tasks) {
      return;
    }
    LOG.info("Changelog grows with its source topics: topic={} partitions={}", topic, tasks);
    try {
      get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(tasks))).all());
    } catch (InvalidPartitionsException e) {
      if (partitions(admin, topic) < tasks) {
        throw e;
      }
      LOG.debug("Another coordinator was faster: topic={}", topic);
    }
  }

  private static int partitions(Admin admin, String topic) {
    try {
      return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
          .mapToInt(description -> description.partitions().size())
          .sum();
    } catch (UnknownTopicOrPartitionException e) {
      LOG.debug("Streams will make the changelog: topic={}", topic);
      return 0;
    }
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("held commands: the cluster does not answer", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("held commands: interrupted", e);
    }
  }
}
