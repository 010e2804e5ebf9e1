// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The servers of the suite, each a JVM of its own; they end with their stack.
 *
 * @param coordinator takes events and maps none, since what it would do with a million of them is
 *     not what is measured, and would go on while something else is
 * @param node of the same environment
 * @param keeping the coordinator of an environment with members
 * @param lonely one like it without any
 */
record Backends(Server coordinator, Server node, Server keeping, Server lonely) {
  static final Topics TOPICS = new Topics("api");
  static final Topics MEMBERS = new Topics("members");
  private static final Topics NOBODY = new Topics("nobody");
  private static final String AUTHOR = "benchmark";

  /** Starts all at once; waits for all of them, also if one fails. */
  static Backends start(Stack stack) {
    CompletableFuture<Server> coordinator = started(() -> stack.coordinator(TOPICS));
    CompletableFuture<Server> node =
        coordinator.thenApply(running -> stack.start(NodeServer.class, TOPICS));
    CompletableFuture<Server> keeping = started(() -> stack.coordinator(MEMBERS, Server.SETTLED));
    CompletableFuture<Server> lonely = started(() -> stack.coordinator(NOBODY, Server.SETTLED));
    CompletableFuture.allOf(node, keeping, lonely).join();
    pauseMapping(stack);
    return new Backends(coordinator.join(), node.join(), keeping.join(), lonely.join());
  }

  private static CompletableFuture<Server> started(Supplier<Server> starting) {
    return CompletableFuture.supplyAsync(starting, task -> new Thread(task, "starter").start());
  }

  private static void pauseMapping(Stack stack) {
    try (RuleSetPublisher publisher =
        RuleSetPublisher.connect(stack.kafkaClient(), stack.registryUrl(), TOPICS.environment())) {
      publisher.pause(AUTHOR, "to measure publishing alone");
    }
  }
}
