// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import java.util.HashMap;
import java.util.Map;

/**
 * The servers of a deployment, as whoever loads them named them. Immutable.
 *
 * @param kafka bootstrap servers
 * @param kafkaProperties what else Kafka's clients need to reach it, for example for TLS
 * @param registry base URL of the schema registry
 * @param redis URL of Redis
 */
public record Servers(
    String kafka, Map<String, Object> kafkaProperties, String registry, String redis) {

  public Servers {
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** How Kafka's clients reach it. */
  public Map<String, Object> kafkaClient() {
    Map<String, Object> client = new HashMap<>(kafkaProperties);
    client.put("bootstrap.servers", kafka);
    return client;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "kafka=%s, kafkaProperties=%s, registry=%s"
        .formatted(kafka, kafkaProperties.keySet(), registry);
  }
}
