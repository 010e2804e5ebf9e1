// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.local.Closer;
import dev.freshet.cli.local.TemporaryDirectory;
import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * An environment that nobody else has: its name is new, {@code bench-} and eight digits, and cannot
 * be chosen, so that nothing of a user's can be in it. A coordinator in this process maps its
 * events. Its topics are as many times replicated as a deployment's, as far as there are brokers.
 */
public final class OwnGround implements Ground {
  private static final int PARTITIONS = 4;
  private static final int COPIES = 3;

  /** Of what a load does nobody needs to be told. */
  private static final AlertThresholds LOADED =
      new AlertThresholds(
          0,
          AlertThresholds.DEFAULT.memory(),
          Duration.ofMinutes(1),
          AlertThresholds.DEFAULT.errorRate(),
          AlertThresholds.DEFAULT.redisDown());

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final String environment;
  private final Closer closer = new Closer();
  private final Sweeper sweeper;

  private OwnGround(Servers servers, String environment) {
    this.environment = environment;
    this.sweeper = new Sweeper(servers, environment);
  }

  /**
   * Makes one.
   *
   * @throws CommandFailure if a server does not answer, or its coordinator does not come up
   */
  public static Ground open(Servers servers) throws IOException, InterruptedException {
    Subjects.require(servers.registry());
    String environment = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    OwnGround ground = new OwnGround(servers, environment);
    try {
      TopicSizing sizing = ensureTopics(servers, environment);
      publishRules(servers, environment);
      startCoordinator(servers, environment, sizing, ground.closer);
      return ground;
    } catch (RuntimeException | IOException | InterruptedException e) {
      ground.closeAfter(e);
      throw e;
    }
  }

  /** What went wrong first is what people have to know. */
  private void closeAfter(Exception e) {
    try {
      close();
    } catch (RuntimeException also) {
      e.addSuppressed(also);
    }
  }

  private static TopicSizing ensureTopics(Servers servers, String environment)
      throws InterruptedException {
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      int brokers = admin.describeCluster().nodes().get().size();
      TopicSizing sizing = sizing(brokers);
      TopicCatalogue.forEnvironment(new Topics(environment), sizing).ensure(admin);
      return sizing;
    } catch (ExecutionException e) {
      throw new CommandFailure("bench: the cluster does not say its brokers: " + e.getCause(), e);
    }
  }

  /** As safe as a deployment of that many brokers can be. */
  static TopicSizing sizing(int brokers) {
    int copies = Math.min(COPIES, brokers);
    int inSync = Math.max(1, copies - 1);
    return new TopicSizing(PARTITIONS, PARTITIONS, copies, inSync, TopicSizing.COMMAND_RETENTION);
  }

  private static void publishRules(Servers servers, String environment) {
    try (RuleSetPublisher rules =
        RuleSetPublisher.connect(servers.kafkaClient(), servers.registry(), environment)) {
      rules.publish(List.of(BenchRules.source()), "freshet bench", "an environment of its own");
    }
  }

  private static void startCoordinator(
      Servers servers, String environment, TopicSizing sizing, Closer closer)
      throws IOException, InterruptedException {
    TemporaryDirectory state = closer.add(TemporaryDirectory.create("freshet-bench-"));
    Coordinator.Builder builder =
        Coordinator.builder(servers.kafka(), servers.registry())
            .environment(environment)
            .sizing(sizing)
            .stateDir(state.path())
            .alerts(LOADED);
    servers.kafkaProperties().forEach(builder::property);
    Coordinator coordinator = closer.add(builder.start());
    try {
      coordinator.awaitRunning(START_TIMEOUT);
    } catch (TimeoutException e) {
      throw new CommandFailure("bench: " + e.getMessage(), e);
    }
  }

  @Override
  public String environment() {
    return environment;
  }

  @Override
  public String mappedBy() {
    return "a coordinator in this process";
  }

  /** The topics last: whoever uses them must have gone. */
  @Override
  public void close() {
    try {
      closer.close();
    } finally {
      sweeper.close();
    }
  }
}
