// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.Region;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.cache.store.ResilienceSettings;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.RedisFixture;
import dev.freshet.testkit.RegistryFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Nodes of one environment of its own, on real servers. Unless a test says otherwise, they give up
 * neither a command nor an answer of Redis as soon as those of a service do: what a slow machine
 * does not store in time would be missed for good.
 */
final class NodeHarness implements AutoCloseable {
  static final Duration PATIENCE = Patience.PATIENCE;
  static final Map<String, Object> KEY = Map.of("userId", 42);

  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: users, owner: team-users}
      regions:
        - name: profile
          key: profile:{userId}
          tags: ["user:{userId}"]
          ttl: 10m
          l1: {maxEntries: 20000}
        - name: forever
          key: forever:{userId}
          ttl: 192h
      """;

  private static final Duration REDIS_PATIENCE = Duration.ofSeconds(10);

  /** No answer is slow. */
  private static final ResilienceSettings PATIENT =
      ResilienceSettings.DEFAULT.withBreaker(
          new ResilienceSettings.Breaker(
              100, 20, 0.5, REDIS_PATIENCE, 0.8, Duration.ofSeconds(5), 5));

  final Topics topics = new Topics(Environments.unique());
  final String bootstrapServers;
  final Admin admin;
  private final List<FreshetNode> open = new ArrayList<>();

  NodeHarness() {
    this(KafkaFixture.bootstrapServers());
  }

  NodeHarness(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    createTopics();
  }

  void createTopics() {
    TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
  }

  /** What retention does to a log in which nothing has been written for long. */
  void loseAllCommands() throws ExecutionException, InterruptedException {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int i = 0; i < CommandTopic.identify(admin, topics).partitions(); i++) {
      all.put(new TopicPartition(topics.commands(), i), RecordsToDelete.beforeOffset(-1));
    }
    admin.deleteRecords(all).all().get();
  }

  FreshetNode node(String name) throws TimeoutException, InterruptedException {
    return node(name, builder -> builder);
  }

  /** A node that is ready. */
  FreshetNode node(String name, UnaryOperator<FreshetNode.Builder> more)
      throws TimeoutException, InterruptedException {
    FreshetNode node = starting(name, more);
    node.awaitReady(PATIENCE);
    return node;
  }

  /** A node that may not be ready yet. */
  FreshetNode starting(String name, UnaryOperator<FreshetNode.Builder> more) {
    FreshetNode node =
        more.apply(
                FreshetNode.builder(name)
                    .kafka(bootstrapServers)
                    .registry(RegistryFixture.url())
                    .redis(patient(RedisFixture.url()))
                    .resilience(PATIENT)
                    .l2Timeout(REDIS_PATIENCE)
                    .commandTimeout(PATIENCE)
                    .environment(topics.environment())
                    .epochTableCapacity(10_000)
                    .regions(
                        RuleBook.compile(List.of(new RuleSource("users", "users.yaml", 1, REGIONS)))
                            .orThrow()
                            .regions()))
            .start();
    open.add(node);
    return node;
  }

  static RedisSettings patient(String redis) {
    return RedisSettings.at(redis).withTimeout(REDIS_PATIENCE);
  }

  Rows rows(String name, CountedSource source) throws TimeoutException, InterruptedException {
    return rows(name, source, builder -> builder);
  }

  /** A node that is ready, and the source's rows as it serves them. */
  Rows rows(String name, CountedSource source, UnaryOperator<FreshetNode.Builder> more)
      throws TimeoutException, InterruptedException {
    MeterRegistry meters = new SimpleMeterRegistry();
    FreshetNode node = node(name, builder -> more.apply(builder.meters(meters)));
    return new Rows(node, meters, source);
  }

  static Region<String> profiles(FreshetNode node) {
    return node.region("profile", String.class);
  }

  @Override
  public void close() {
    for (FreshetNode each : open) {
      each.close();
    }
    admin.close();
  }
}
