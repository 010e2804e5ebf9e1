// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Connections;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds whether rule sets were changed, which costs brokers one small question.
 * While the cluster or the schema registry is away, the rules that were read last stand.
 */
final class RulesWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);
  private static final long PAUSE_MS = 500;
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final long GRACE_MS = 2_000;

  private final String topic;
  private final RuleSetPublisher rules;
  private final RulesNews news;

  private RulesWatch(String topic, RuleSetPublisher rules) {
    this.topic = topic;
    this.rules = rules;
    this.news = new RulesNews(rules::changes, () -> RulesInForce.of(rules.current()));
  }

  /**
   * Waits until a coordinator has made the topics: processes of one environment may be started in
   * any order.
   *
   * @throws CommandFailure if that is not so within {@code timeout}
   */
  static RulesWatch connect(Configuration settings, Duration timeout)
      throws InterruptedException, ExecutionException {
    Connections connections = new Connections(settings);
    Topics topics = new Topics(settings.get(CommonSettings.ENVIRONMENT));
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    try (Admin admin = Admin.create(connections.kafka())) {
      List<String> needed = List.of(topics.rules(), topics.commands());
      LOG.info("Waiting until a coordinator has made the topics {}", needed);
      while (!exist(admin, needed)) {
        pause(deadlineNanos, "topics " + needed + ": found none, expected a coordinator's");
      }
    }
    return new RulesWatch(
        topics.rules(),
        RuleSetPublisher.connect(
            connections.kafka(), connections.registry(), topics.environment()));
  }

  /**
   * Waits until a rule set that declares a region is in force.
   *
   * @throws CommandFailure if none is within {@code timeout}
   */
  RulesInForce await(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (true) {
      RulesInForce found = news.look().orElseGet(news::last);
      if (!found.regions().all().isEmpty()) {
        return found;
      }
      pause(deadlineNanos, "topic " + topic + ": found no region, expected one");
    }
  }

  /**
   * Has every change be taken over from now on; to be called once.
   *
   * @return ends that; waits for what is underway for two seconds at the most
   */
  AutoCloseable follow(Consumer<RulesInForce> taker) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "freshet-rules");
              made.setDaemon(true);
              return made;
            });
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> news.pass(taker), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      thread.shutdownNow();
      boolean unusedToo = thread.awaitTermination(GRACE_MS, TimeUnit.MILLISECONDS);
    };
  }

  private static void pause(long deadlineNanos, String problem) throws InterruptedException {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new CommandFailure(problem + "; start a coordinator with --rules, or apply rules");
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
  }

  private static boolean exist(Admin admin, List<String> topics)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeTopics(topics).allTopicNames().get().size() == topics.size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    rules.close();
  }
}
