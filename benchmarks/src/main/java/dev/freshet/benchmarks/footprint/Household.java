// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.stack.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * A coordinator and three nodes that have nothing to do, and beside them bare clients, all with the
 * same JVM options. For one thread.
 *
 * @param clients what the nodes are compared with
 */
record Household(
    Stack stack, EmbeddedRedis redis, Server coordinator, List<Server> nodes, Server clients)
    implements AutoCloseable {
  static final int NODES = 3;

  private static final List<String> OPTIONS = List.of(Server.SETTLED);
  private static final Topics OURS = new Topics("footprint");

  /** In which nobody is: only its topics are there. */
  private static final Topics SILENT = new Topics("silent");

  /** Starts all of them. */
  static Household open() {
    Stack stack = new Stack();
    EmbeddedRedis redis = EmbeddedRedis.start();
    try {
      Server coordinator = stack.coordinator(OURS, Server.SETTLED);
      try (Admin admin = Admin.create(stack.kafkaClient())) {
        TopicCatalogue.forEnvironment(SILENT, TopicSizing.dev()).ensure(admin);
      }
      List<CompletableFuture<Server>> starting = new ArrayList<>();
      for (int node = 1; node <= NODES; node++) {
        String name = "n-" + node;
        starting.add(started(() -> node(stack, redis, OURS, name)));
      }
      CompletableFuture<Server> clients = started(() -> clients(stack, redis));
      List<Server> nodes = starting.stream().map(CompletableFuture::join).toList();
      return new Household(stack, redis, coordinator, nodes, clients.join());
    } catch (RuntimeException e) {
      stack.close();
      redis.close();
      throw e;
    }
  }

  private static CompletableFuture<Server> started(Supplier<Server> starting) {
    return CompletableFuture.supplyAsync(starting, task -> new Thread(task, "starter").start());
  }

  /** A node that is alone, and ends with its caller. */
  Server lonelyNode() {
    return node(stack, redis, SILENT, "n-alone");
  }

  /** Further bare clients, which end with their caller. */
  Server furtherClients() {
    return clients(stack, redis);
  }

  private static Server node(Stack stack, EmbeddedRedis redis, Topics topics, String name) {
    return stack.start(OPTIONS, IdleNode.class, topics, redis.url(), name);
  }

  private static Server clients(Stack stack, EmbeddedRedis redis) {
    return stack.start(OPTIONS, IdleClients.class, SILENT, redis.url());
  }

  /** The coordinator and its nodes. */
  List<Server> members() {
    List<Server> all = new ArrayList<>(nodes);
    all.add(coordinator);
    return all;
  }

  @Override
  public void close() {
    stack.close();
    redis.close();
  }
}
