// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Kafka in this JVM, coordinators in another one and the middle of a relay in a third. Whoever is
 * not measured is paused. For one thread.
 */
final class Mapping implements AutoCloseable {
  private static final String ENVIRONMENT = "mapping";
  private static final String AUTHOR = "benchmark";

  /** By then a coordinator that was told to pause has mostly done so. */
  private static final Duration UNTIL_PAUSED = Duration.ofMillis(250);

  private static final int ATTEMPTS = 8;

  /** So many backlogs for each coordinator, before it is measured. */
  private static final int WARM_UPS = 2;

  private record Environment(Topics topics, EventPublisher events, RuleSetPublisher rules) {}

  private final int backlog;
  private final Opened opened = new Opened();
  private final Stack stack;
  private final Relay relay;
  private final Control middle;
  private final Map<Integer, Environment> environments = new HashMap<>();
  private int next;

  Mapping(int backlog) {
    this.backlog = backlog;
    Topics topics = new Topics(ENVIRONMENT);
    try {
      this.stack = opened.add(new Stack());
      this.relay = opened.add(Relay.open(stack, topics));
      Server server = stack.start(RelayServer.class, topics);
      this.middle = opened.add(Control.connect(server.port("control")));
      Server unused = stack.start(MappingServer.class, topics);
      for (int rules : MappingServer.RULES) {
        environments.put(rules, environment(rules));
      }
      warmUp();
      middle.ask(RelayServer.PAUSE, "");
      for (Environment environment : environments.values()) {
        environment.rules().pause(AUTHOR, "until measured");
      }
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the stack: cannot be started: " + e.getMessage(), e);
    }
  }

  private Environment environment(int rules) {
    Topics topics = MappingServer.topics(ENVIRONMENT, rules);
    Rules.putInForce(stack, topics, Rules.of(rules));
    RuleSetPublisher publisher =
        opened.add(
            RuleSetPublisher.connect(
                stack.kafkaClient(), stack.registryUrl(), topics.environment()));
    return new Environment(topics, stack.publisher(topics), publisher);
  }

  /**
   * While all of them run, for that is faster: as many records for the relay as events for all
   * coordinators, so that the code of either is compiled before it is measured.
   */
  private void warmUp() throws Exception {
    int many = WARM_UPS * backlog;
    for (Environment environment : environments.values()) {
      try (Backlog commands = new Backlog(stack, environment.topics().commands(), next, many);
          Backlog copies = new Backlog(stack, relay.out(), next, many)) {
        publish(environment.events(), next, many);
        double unusedMicros = commands.micros();
        copy(next, many);
        unusedMicros = copies.micros();
      }
      next += many;
    }
  }

  /** How long a coordinator with so many rules takes for an event of a backlog. */
  double mappedMicros(int rules) {
    Environment environment = Objects.requireNonNull(environments.get(rules));
    Topics topics = environment.topics();
    try (Backlog commands =
        waiting(topics.commands(), first -> publish(environment.events(), first, backlog))) {
      environment.rules().resume(AUTHOR, "to measure");
      double micros = commands.micros();
      environment.rules().pause(AUTHOR, "until measured");
      return micros;
    }
  }

  /**
   * A backlog that is there, and of which nothing has come: whoever is to work on it waits. Tries
   * again where somebody who was told to pause had not done so yet.
   *
   * @param sender sends a backlog that begins with a number
   */
  private Backlog waiting(String topic, IntConsumer sender) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Pace.rest(UNTIL_PAUSED.multipliedBy(attempt));
      Backlog backlogs = new Backlog(stack, topic, next, backlog);
      sender.accept(next);
      next += backlog;
      if (backlogs.isWaiting()) {
        return backlogs;
      }
      backlogs.close();
    }
    throw new IllegalStateException(
        "%s: found records of a paused application %d times, expected none"
            .formatted(topic, ATTEMPTS));
  }

  private static void publish(EventPublisher publisher, int first, int count) {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>(count);
    for (int number = first; number < first + count; number++) {
      receipts.add(publisher.publish(Change.event(number)));
    }
    receipts.forEach(CompletableFuture::join);
  }

  private void copy(int first, int count) {
    for (int number = first; number < first + count; number++) {
      relay.send(number);
    }
    relay.flush();
  }

  /** How long the bare relay takes for a record of a backlog. */
  double copiedMicros() throws Exception {
    try (Backlog copies = waiting(relay.out(), first -> copy(first, backlog))) {
      middle.ask(RelayServer.RESUME, "");
      double micros = copies.micros();
      middle.ask(RelayServer.PAUSE, "");
      return micros;
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
