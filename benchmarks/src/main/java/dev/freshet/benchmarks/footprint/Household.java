// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.registry.Leases;
import dev.freshet.stack.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * A coordinator and three nodes that have nothing to do; the same again, who tell each other
 * nothing while nothing happens; and beside them bare clients. All with the same JVM options. For
 * one thread.
 *
 * @param mute first a coordinator that writes no markers, then nodes; all are hardly ever heard
 * @param clients what the nodes are compared with
 */
record Household(
    Stack stack,
    EmbeddedRedis redis,
    Server coordinator,
    List<Server> nodes,
    List<Server> mute,
    List<Server> clients)
    implements AutoCloseable {
  static final int NODES = 3;
  static final Topics OURS = new Topics("footprint");
  static final Topics MUTE = new Topics("mute");

  /**
   * What is done four times a second would be compiled after a minute: code counts as often called
   * after a tenth of the calls.
   */
  private static final List<String> OPTIONS =
      List.of(Server.SETTLED, "-XX:CompileThresholdScaling=0.1");

  /** In which nobody is: only its topics are there. */
  private static final Topics SILENT = new Topics("silent");

  /**
   * Starts all of them, two of a kind at a time: the same goes on beside each, and of two that are
   * compared none has run for longer, which makes it cheaper.
   */
  static Household open() {
    Stack stack = new Stack();
    EmbeddedRedis redis = EmbeddedRedis.start();
    try {
      CompletableFuture<Server> muteCoordinator =
          started(() -> stack.muteCoordinator(MUTE, options()));
      Server coordinator = stack.coordinator(OURS, options());
      List<Server> mute = new ArrayList<>(List.of(muteCoordinator.join()));
      try (Admin admin = Admin.create(stack.kafkaClient())) {
        TopicCatalogue.forEnvironment(SILENT, TopicSizing.dev()).ensure(admin);
      }
      List<Server> nodes = new ArrayList<>();
      for (int node = 1; node <= NODES; node++) {
        String twin = "m-" + node;
        CompletableFuture<Server> beside = started(() -> muteNode(stack, redis, twin));
        nodes.add(node(stack, redis, OURS, "n-" + node, Leases.DEFAULT_HEARTBEAT));
        mute.add(beside.join());
      }
      CompletableFuture<Server> other = started(() -> clients(stack, redis));
      List<Server> clients = List.of(clients(stack, redis), other.join());
      return new Household(stack, redis, coordinator, nodes, mute, clients);
    } catch (RuntimeException e) {
      stack.close();
      redis.close();
      throw e;
    }
  }

  private static String[] options() {
    return OPTIONS.toArray(String[]::new);
  }

  private static Server muteNode(Stack stack, EmbeddedRedis redis, String name) {
    return node(stack, redis, MUTE, name, Leases.LONGEST_HEARTBEAT);
  }

  private static CompletableFuture<Server> started(Supplier<Server> starting) {
    return CompletableFuture.supplyAsync(starting, task -> new Thread(task, "starter").start());
  }

  /** A node in an environment without others, which ends with its caller. */
  Server lonelyNode() {
    return node(stack, redis, SILENT, "n-alone", Leases.DEFAULT_HEARTBEAT);
  }

  /** Further bare clients, which end with their caller. */
  Server furtherClients() {
    return clients(stack, redis);
  }

  private static Server node(
      Stack stack, EmbeddedRedis redis, Topics topics, String name, Duration heartbeat) {
    return stack.start(
        OPTIONS, IdleNode.class, topics, redis.url(), name, Long.toString(heartbeat.toSeconds()));
  }

  private static Server clients(Stack stack, EmbeddedRedis redis) {
    return stack.start(OPTIONS, IdleClients.class, SILENT, redis.url());
  }

  /** The coordinator and its nodes, who tell each other how they are. */
  List<Server> members() {
    List<Server> all = new ArrayList<>(nodes);
    all.add(coordinator);
    return all;
  }

  /** All whose cost is compared. */
  List<Server> everybody() {
    List<Server> all = members();
    all.addAll(mute);
    all.addAll(clients);
    return all;
  }

  @Override
  public void close() {
    stack.close();
    redis.close();
  }
}
