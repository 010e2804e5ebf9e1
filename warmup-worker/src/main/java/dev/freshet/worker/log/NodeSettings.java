// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.topics.Topics;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Who a node is and where its cluster stands.
 *
 * @param id identity that survives a restart
 * @param incarnation random id of this start
 * @param bootstrapServers Kafka
 * @param topics the names of the environment's topics
 * @param commandTimeout how long writes and invalidations may take
 * @param kafkaProperties given to every Kafka client
 */
public record NodeSettings(
    MemberId id,
    String incarnation,
    String bootstrapServers,
    Topics topics,
    Duration commandTimeout,
    Map<String, Object> kafkaProperties) {

  public NodeSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** The instance: what logs and topics call the node. */
  public String node() {
    return id.instance();
  }

  /** How this node signs what it writes. */
  public String origin() {
    return node() + "/" + incarnation;
  }

  /** The settings of a Kafka client. */
  public Map<String, Object> clientConfig(String role) {
    Map<String, Object> config = new HashMap<>(kafkaProperties);
    config.put("bootstrap.servers", bootstrapServers);
    config.put("client.id", "freshet-" + node() + "-" + role);
    return config;
  }
}
