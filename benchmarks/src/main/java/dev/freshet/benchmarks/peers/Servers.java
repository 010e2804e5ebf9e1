// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.stack.EmbeddedRedis;

/**
 * How a node reaches what it shares with others. Addresses may be those of proxies.
 *
 * @param redis as a URL
 * @param kafka bootstrap servers
 * @param registry the schema registry, as a URL
 * @param grid for those that need no server
 * @param environment what keeps those who share the servers apart: nodes see those of the same one
 */
public record Servers(String redis, String kafka, String registry, Grid grid, String environment) {

  /** Servers that run here, and a grid of its own. */
  public static Servers of(Stack stack, EmbeddedRedis redis, String environment) {
    return new Servers(
        redis.url(), stack.bootstrapServers(), stack.registryUrl(), Grid.fresh(), environment);
  }

  /** The same by another way to Redis. */
  public Servers withRedis(String url) {
    return new Servers(url, kafka, registry, grid, environment);
  }

  /** The same by another way to Kafka. */
  public Servers withKafka(String bootstrapServers) {
    return new Servers(redis, bootstrapServers, registry, grid, environment);
  }

  /** The same kept apart from this. */
  public Servers withEnvironment(String name) {
    return new Servers(redis, kafka, registry, grid, name);
  }

  /** The same in another grid. */
  public Servers withGrid(Grid newGrid) {
    return new Servers(redis, kafka, registry, newGrid, environment);
  }
}
