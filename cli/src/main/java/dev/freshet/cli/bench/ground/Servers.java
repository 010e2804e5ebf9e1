// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import java.util.Map;

/**
 * The servers of a deployment, as whoever loads them named them.
 *
 * @param kafka bootstrap servers
 * @param registry base URL of the schema registry
 * @param redis URL of Redis
 */
public record Servers(String kafka, String registry, String redis) {

  /** How Kafka's clients reach it. */
  public Map<String, Object> kafkaClient() {
    return Map.of("bootstrap.servers", kafka);
  }
}
