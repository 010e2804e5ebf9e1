// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.proxy.TcpProxy;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Two nodes in this JVM, of which the second can be cut off, and all that they need, each to fail
 * by itself. For one thread.
 */
final class Rig implements AutoCloseable {
  static final int GROUPS = 50;
  static final int GROUP_KEYS = 40;
  static final int KEYS = GROUPS * GROUP_KEYS;
  static final int NODES = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RULE_SET = "soak";

  /** L1 has room for a part of them, so that L2 is read, too. */
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: soak, owner: bench}
      regions:
        - {name: soak, key: "soak:{group}:{id}", tags: ["group:{group}"], ttl: 1h, l1: {maxEntries: 1000}}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: soak, owner: bench}
      rules:
        - {id: item-changed, event: item.changed, invalidate: [{key: "soak:{group}:{id}"}]}
        - {id: group-changed, event: group.changed, invalidate: [{tag: "group:{group}"}]}
      """;

  private final Opened opened = new Opened();
  private final Topics topics = new Topics("soak");
  private final History history = new History(KEYS, NODES);
  private final List<FreshetNode> nodes = new ArrayList<>();
  private final List<Region<byte[]>> regions = new ArrayList<>();
  private final List<EntryKey> keys = new ArrayList<>();
  private final Broker broker;
  private final EmbeddedRedis redis;
  private final TcpProxy redisProxy;
  private final Stack stack;
  private final EventPublisher publisher;
  private final Source source;
  private Server coordinator;

  Rig() {
    try {
      this.broker = opened.add(Broker.start());
      this.redis = opened.add(EmbeddedRedis.start());
      this.redisProxy = opened.add(TcpProxy.to(redis.port()));
      this.stack = opened.add(new Stack(broker.servers(), broker.directory()));
      this.coordinator = stack.coordinator(topics);
      RuleSource rules = RuleSource.ofUtf8(RULE_SET, "soak.yaml", 1, RULES.getBytes(UTF_8));
      publish(rules);
      join(broker.servers(), redis.url(), rules);
      join(broker.proxy().address(), "redis://" + redisProxy.address(), rules);
      this.publisher = stack.publisher(topics);
      for (int key = 0; key < KEYS; key++) {
        keys.add(regions.get(0).key(parameters(key)));
      }
      this.source = new Source(history, keys);
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the stack: cannot be started: " + e.getMessage(), e);
    }
  }

  private void publish(RuleSource rules) {
    try (RuleSetPublisher sets =
        RuleSetPublisher.connect(broker.servers(), stack.registryUrl(), topics.environment())) {
      var unused = sets.publish(List.of(rules), "benchmark", "to measure");
    }
  }

  private void join(String kafka, String redisUrl, RuleSource rules) throws Exception {
    int number = nodes.size();
    FreshetNode node =
        opened.add(
            FreshetNode.builder("n-" + number)
                .service("soak")
                .kafka(kafka)
                .registry(stack.registryUrl())
                .environment(topics.environment())
                .redis(redisUrl)
                .regions(RuleBook.compile(List.of(rules)).orThrow().regions())
                .listener(
                    command -> {
                      if (command.cause() != null) {
                        history.applied(number, command.cause());
                      }
                    })
                .start());
    node.awaitReady(PATIENCE);
    nodes.add(node);
    regions.add(node.region("soak", byte[].class));
  }

  /** What has the keys of a group in it, by the holes of the templates. */
  static Map<String, Object> parameters(int key) {
    return Map.of("group", group(key), "id", "i" + key % GROUP_KEYS);
  }

  /** To which group a key belongs. */
  static String group(int key) {
    return "g" + key / GROUP_KEYS;
  }

  History history() {
    return history;
  }

  Region<byte[]> region(int node) {
    return regions.get(node);
  }

  EntryKey key(int key) {
    return keys.get(key);
  }

  Source source() {
    return source;
  }

  /** Publishes what the source has changed. */
  EventPublisher publisher() {
    return publisher;
  }

  /** The time up to which all nodes have applied everything; the beginning of time if unknown. */
  Instant closedTime() {
    return nodes.stream()
        .map(node -> node.closedTime().orElse(Instant.EPOCH))
        .min(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** What may go wrong, in the order in which it does. */
  List<Fault> faults() {
    return List.of(
        new Fault("Redis silent", false, redis.process()::pause, redis.process()::resume),
        new Fault("node cut off", true, this::cut, this::heal),
        new Fault("coordinator killed", true, () -> coordinator.close(), this::replaceCoordinator),
        new Fault("broker silent", true, broker::pause, broker::resume),
        new Fault("broker killed", true, broker::kill, broker::restart));
  }

  private void cut() {
    if (broker.proxy().connections() == 0 || redisProxy.connections() == 0) {
      throw new IllegalStateException("cut: found no connection to cut");
    }
    broker.proxy().cut();
    redisProxy.cut();
  }

  private void heal() {
    broker.proxy().heal();
    redisProxy.heal();
  }

  private void replaceCoordinator() {
    coordinator = stack.coordinator(topics);
  }

  @Override
  public void close() {
    opened.close();
  }
}
