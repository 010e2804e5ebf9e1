// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Connections;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regions that are declared, and by which revisions. Immutable.
 *
 * @param regions of all rule sets in force
 * @param revisions by the names of their sets
 */
record RulesInForce(RegionCatalog regions, Map<String, Long> revisions) {
  private static final Logger LOG = LoggerFactory.getLogger(RulesInForce.class);
  private static final long PAUSE_MS = 500;

  /**
   * Waits until a coordinator has made the topics, and a rule set that declares a region is in
   * force: processes of one environment may be started in any order.
   *
   * @throws CommandFailure if that is not so within {@code timeout}
   */
  static RulesInForce await(Configuration settings, Duration timeout)
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
    try (RuleSetPublisher rules =
        RuleSetPublisher.connect(
            connections.kafka(), connections.registry(), topics.environment())) {
      RulesInForce found = of(rules.current());
      while (found.regions().all().isEmpty()) {
        pause(deadlineNanos, "topic " + topics.rules() + ": found no region, expected one");
        found = of(rules.current());
      }
      return found;
    }
  }

  private static void pause(long deadlineNanos, String problem) throws InterruptedException {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new CommandFailure(problem + "; start a coordinator with --rules, or apply rules");
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
  }

  private static RulesInForce of(List<RuleSetRevision> current) {
    Map<String, Long> revisions = new TreeMap<>();
    current.forEach(set -> revisions.put(set.getName(), set.getRevision()));
    return new RulesInForce(
        RuleBook.compile(current.stream().map(Revisions::source).toList()).book().regions(),
        revisions);
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
}
