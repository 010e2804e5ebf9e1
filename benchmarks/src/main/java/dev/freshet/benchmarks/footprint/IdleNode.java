// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.List;

/**
 * A node with a region in both levels that it can load by itself, so that it also waits for warm-up
 * tasks: what most nodes are. Arguments: Kafka, schema registry, environment, Redis, its name, the
 * time between its heartbeats in seconds.
 */
final class IdleNode {
  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: users, owner: users}
      regions:
        - {name: user, key: "user:{userId}", ttl: 1d, l1: {maxEntries: 1000}}
      """;

  private IdleNode() {}

  /** Does nothing until it is killed. */
  public static void main(String[] arguments) throws Exception {
    RuleSource source = RuleSource.ofUtf8("users", "users.yaml", 1, REGIONS.getBytes(UTF_8));
    try (FreshetNode node =
        FreshetNode.builder(arguments[4])
            .service("users")
            .kafka(arguments[0])
            .registry(arguments[1])
            .environment(arguments[2])
            .redis(arguments[3])
            .heartbeat(Duration.ofSeconds(Long.parseLong(arguments[5])))
            .regions(RuleBook.compile(List.of(source)).orThrow().regions())
            .start()) {
      var unused = node.region("user", byte[].class, key -> key.text().getBytes(UTF_8));
      node.awaitReady(Duration.ofMinutes(1));
      Server.ready("");
    }
  }
}
