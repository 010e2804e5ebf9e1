// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import dev.freshet.cli.CommandFailure;
import dev.freshet.coordinator.rulesets.Authorship;
import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.coordinator.rulesets.RulesChangedException;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * An environment of a deployment, whose own coordinators map the bench's events. The rule set is
 * put in force only where there is none of its name, and ended when this is closed; whether users
 * have agreed is for the caller to ask. Their regions are not touched: the bench's commands name
 * its own.
 */
public final class LentGround implements Ground {
  private static final Duration TAKEN_UP_WITHIN = Duration.ofSeconds(60);

  private final RuleSetPublisher rules;
  private final String environment;
  private final RuleSetRevision revision;
  private final String coordinators;

  private LentGround(
      RuleSetPublisher rules, String environment, RuleSetRevision revision, String coordinators) {
    this.rules = rules;
    this.environment = environment;
    this.revision = revision;
    this.coordinators = coordinators;
  }

  /**
   * Has the rule set put in force.
   *
   * @throws CommandFailure if the environment has no topics or no running coordinator, or has a
   *     rule set of that name
   */
  public static Ground open(Servers servers, String environment, String author, String reason)
      throws InterruptedException {
    requireTopics(servers, new Topics(environment));
    RuleSetPublisher rules =
        RuleSetPublisher.connect(servers.kafkaClient(), servers.registry(), environment);
    try {
      RuleSetRevision revision = publish(rules, environment, Authorship.of(author, reason));
      String coordinators = await(rules, environment, revision);
      return new LentGround(rules, environment, revision, coordinators);
    } catch (RuntimeException e) {
      rules.close();
      throw e;
    }
  }

  /** Before anything asks for them: a broker may make topics that it is asked for. */
  private static void requireTopics(Servers servers, Topics topics) throws InterruptedException {
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      admin.describeTopics(List.of(topics.rules(), topics.events())).allTopicNames().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new CommandFailure(
            "--environment: found no topics of %s, expected those of a running coordinator"
                .formatted(topics.environment()),
            e);
      }
      throw new CommandFailure("--environment: cannot be looked at: " + e.getCause(), e);
    }
  }

  private static RuleSetRevision publish(
      RuleSetPublisher rules, String environment, Authorship by) {
    boolean isThere =
        rules.current().stream().anyMatch(each -> each.getName().equals(BenchRules.SET));
    if (isThere) {
      throw new CommandFailure(
          "--environment: found a rule set %s in %s, expected none: another bench runs, or one was killed and freshet rules remove %s ends it"
              .formatted(BenchRules.SET, environment, BenchRules.SET));
    }
    try {
      return rules
          .publish(List.of(BenchRules.source()), by, Map.of(BenchRules.SET, Expected.revision(0)))
          .get(0);
    } catch (RulesChangedException e) {
      throw new CommandFailure("--environment: " + e.getMessage(), e);
    }
  }

  /** Ends the set again if no coordinator takes it up: nothing must be left behind. */
  private static String await(
      RuleSetPublisher rules, String environment, RuleSetRevision revision) {
    Confirmation confirmation = rules.awaitInForce(List.of(revision), TAKEN_UP_WITHIN);
    if (confirmation instanceof Confirmation.InForce all) {
      return String.join(", ", new TreeSet<>(all.coordinators()));
    }
    end(rules, revision);
    throw new CommandFailure(
        "--coordinated: the coordinators of %s did not take up rule set %s: %s"
            .formatted(environment, BenchRules.SET, confirmation));
  }

  private static void end(RuleSetPublisher rules, RuleSetRevision revision) {
    try {
      var unused =
          rules.remove(
              BenchRules.SET,
              Authorship.of("freshet bench", "the bench has ended"),
              Expected.revision(revision.getRevision()));
    } catch (RulesChangedException e) {
      throw new CommandFailure(
          "bench: rule set %s was changed meanwhile and stays: %s"
              .formatted(BenchRules.SET, e.getMessage()),
          e);
    }
  }

  @Override
  public String environment() {
    return environment;
  }

  @Override
  public String mappedBy() {
    return coordinators;
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try (rules) {
      end(rules, revision);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
