// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import dev.freshet.events.avro.WarmupPriority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Makes ready what the warm-up tasks of one service need of the cluster. */
public final class WarmupTopics {
  /** How often a task is delivered at the most: to a worker that dies, or gives it back. */
  public static final int DELIVERIES = 5;

  /** What each share group of workers must be set to; the broker's defaults are others. */
  private static final Map<String, String> GROUP =
      Map.of(
          // Tasks that were handed out before the first worker came must not be lost.
          "share.auto.offset.reset", "earliest",
          // A task may take longer than a lock.
          "share.renew.acknowledge.enable", "true",
          "share.delivery.count.limit", Integer.toString(DELIVERIES));

  private WarmupTopics() {}

  /**
   * Sets the share groups of the service's workers, one for each priority, then creates the topics
   * that they read: whoever finds a topic finds its group as it must be. May be called again.
   * Blocks on the cluster.
   *
   * @throws TopicMismatchException if a topic is there and is not as it must be
   * @throws org.apache.kafka.common.KafkaException if the cluster refuses or does not answer
   */
  public static void ensure(Admin admin, Topics topics, TopicSizing sizing, String service) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (WarmupPriority priority : WarmupPriority.values()) {
      changes.put(
          new ConfigResource(ConfigResource.Type.GROUP, topics.warmupWorkers(service, priority)),
          settings());
    }
    Answers.await(admin.incrementalAlterConfigs(changes).all());
    TopicCatalogue.forWarmupTasks(topics, sizing, service).ensure(admin);
  }

  private static List<AlterConfigOp> settings() {
    List<AlterConfigOp> settings = new ArrayList<>();
    GROUP.forEach(
        (name, value) ->
            settings.add(
                new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    return settings;
  }
}
