// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.topics.WarmupTopics;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.stack.EmbeddedKafka;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.LocalSchemaRegistry;
import dev.freshet.worker.FreshetNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka, a schema registry and Redis on this machine, with the topics, the rules and a running
 * coordinator on them. Nodes are started on it one by one; closing it closes them all.
 */
public final class LocalStack implements AutoCloseable {
  /** What all nodes of a local stack are instances of. */
  private static final String SERVICE = "dev";

  /** What is made stale to be looked at calls nobody. */
  private static final AlertThresholds SHOWING =
      new AlertThresholds(
          0,
          AlertThresholds.DEFAULT.memory(),
          Duration.ofMinutes(1),
          AlertThresholds.DEFAULT.errorRate(),
          AlertThresholds.DEFAULT.redisDown());

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Topics topics = Topics.DEFAULT;
  private final TopicSizing sizing = TopicSizing.dev();
  private final StackSettings settings;
  private final Closer closer;
  private final EmbeddedKafka kafka;
  private final LocalSchemaRegistry registry;
  private final EmbeddedRedis redis;
  private final Path state;
  private final RuleBook book;
  private final Coordinator coordinator;

  /**
   * Starts all of it and waits until events are mapped.
   *
   * @throws dev.freshet.stack.PortInUseException if a port is taken
   * @throws dev.freshet.stack.ServerStartException if a server does not come up
   * @throws dev.freshet.rules.source.InvalidRuleFileException if the rules have errors or cannot
   *     stand beside those that are there
   */
  public static LocalStack start(StackSettings settings)
      throws IOException, InterruptedException, TimeoutException {
    Closer closer = new Closer();
    try {
      LocalStack stack = new LocalStack(settings, closer);
      stack.coordinator.awaitRunning(START_TIMEOUT);
      return stack;
    } catch (RuntimeException | IOException | InterruptedException | TimeoutException e) {
      closer.close();
      throw e;
    }
  }

  private LocalStack(StackSettings settings, Closer closer) throws IOException {
    this.settings = settings;
    this.closer = closer;
    this.state = stateDirectory(settings, closer);
    var starting =
        CompletableFuture.supplyAsync(
            () ->
                closer.add(EmbeddedKafka.start(settings.placement("kafka", settings.kafkaPort()))));
    try {
      this.registry =
          closer.add(
              LocalSchemaRegistry.start(settings.placement("registry", settings.registryPort())));
      this.redis =
          closer.add(EmbeddedRedis.start(settings.placement("redis", settings.redisPort())));
    } finally {
      join(starting);
    }
    this.kafka = join(starting);
    ensureTopics();
    this.book = applyRules();
    this.coordinator = closer.add(startCoordinator());
  }

  /**
   * Waits for what starts beside us, so that it is closed too if we fail; raises what it raised.
   */
  private static <T> T join(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Path stateDirectory(StackSettings settings, Closer closer) throws IOException {
    if (settings.dataDirectory().isPresent()) {
      return Files.createDirectories(settings.dataDirectory().get().resolve("coordinator"));
    }
    return closer.add(TemporaryDirectory.create("freshet-coordinator-")).path();
  }

  private void ensureTopics() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
      TopicCatalogue.forEnvironment(topics, sizing).ensure(admin);
      // Workers that join before there are topics for their tasks get them seconds later.
      WarmupTopics.ensure(admin, topics, sizing, SERVICE);
    }
  }

  /** What somebody applied since is not ours to replace, unless we are told to. */
  private RuleBook applyRules() {
    try (RuleSetPublisher publisher =
        RuleSetPublisher.connect(kafka(), registry(), environment())) {
      if (settings.replace()) {
        publisher.publish(settings.rules(), "freshet", "rules at start");
      } else if (publisher.names().isEmpty()) {
        publisher.publish(settings.rules(), "freshet", "the environment had no rules");
      }
      List<RuleSource> inForce = publisher.current().stream().map(Revisions::source).toList();
      return RuleBook.compile(inForce).book();
    }
  }

  private Coordinator startCoordinator() {
    Coordinator.Builder builder =
        Coordinator.builder(kafka(), registry())
            .environment(environment())
            .sizing(sizing)
            .stateDir(state);
    builder.httpHost("127.0.0.1").managementHost("127.0.0.1");
    if (settings.dataDirectory().isEmpty()) {
      builder.alerts(SHOWING);
    }
    settings.http().api().ifPresent(builder::httpPort);
    settings.http().management().ifPresent(builder::managementPort);
    return builder.start();
  }

  /**
   * Starts a node with the regions of the stack's rules; it joins in the background.
   *
   * @param more adds settings of its own
   */
  public FreshetNode startNode(String name, UnaryOperator<FreshetNode.Builder> more) {
    FreshetNode.Builder builder =
        FreshetNode.builder(name)
            .service(SERVICE)
            .kafka(kafka())
            .registry(registry())
            .redis(redis())
            .environment(environment())
            .regions(regions());
    return closer.add(more.apply(builder).start());
  }

  /** The regions that the rule sets in force declared when the stack started. */
  public RegionCatalog regions() {
    return book.regions();
  }

  /** The warm-up jobs that they declared. */
  public List<JobDefinition> jobs() {
    return book.jobs();
  }

  /** Bootstrap servers. */
  public String kafka() {
    return kafka.bootstrapServers();
  }

  /** Base URL of the schema registry. */
  public String registry() {
    return registry.url();
  }

  /** URL of Redis. */
  public String redis() {
    return redis.url();
  }

  /** Where the coordinator serves its API, if it does. */
  public OptionalInt apiPort() {
    return coordinator.httpPort();
  }

  /** Where the coordinator serves health and metrics, if it does. */
  public OptionalInt managementPort() {
    return coordinator.managementPort();
  }

  /** The prefix of all topics. */
  public String environment() {
    return topics.environment();
  }

  /** How many partitions the topic of domain events has. */
  public int eventPartitions() {
    return sizing.eventPartitions();
  }

  /** Where Kafka Streams applications may keep files; goes away with a temporary stack. */
  public Path stateDirectory() {
    return state;
  }

  @Override
  public void close() {
    closer.close();
  }
}
