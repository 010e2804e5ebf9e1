// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.mapping.MappingTopology;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.streams.PatientClients;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.http.management.Health;
import dev.freshet.registry.client.Conditions;
import dev.freshet.registry.client.Reading;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * What a coordinator does with Kafka Streams: maps events, keeps the registry, and plans warm-up
 * runs. They are three applications, so that what stops one, a pause for example, leaves the others
 * alone.
 */
final class CoordinatorStreams implements AutoCloseable {
  private final PauseSwitch pause;
  private final StreamsClient mapping;
  private final StreamsClient registry;
  private final StreamsClient warmup;
  private final RuleBooks books;

  /**
   * An application of Kafka Streams.
   *
   * @param settings of the client
   * @param clients what it reaches Kafka with
   */
  record Application(Topology topology, Properties settings, KafkaClientSupplier clients) {
    Application(Topology topology, Properties settings) {
      this(topology, settings, new PatientClients());
    }
  }

  /** Begins nothing yet. */
  CoordinatorStreams(
      Application mapping,
      Application registry,
      Application warmup,
      PauseSwitch pause,
      RuleBooks books,
      MeterRegistry meters) {
    this.pause = pause;
    this.books = books;
    this.mapping = new StreamsClient("mapping", mapping, this::onRead, meters);
    this.registry = new StreamsClient("registry", registry, store -> {}, meters);
    this.warmup = new StreamsClient("warmup", warmup, store -> {}, meters);
    pause.follow(this.mapping::pause);
  }

  private void onRead(String store) {
    if (store.equals(MappingTopology.RULES_STORE)) {
      books.caughtUp();
    }
  }

  /** Starts; blocks until all rules are read. */
  void start() {
    registry.start();
    mapping.start();
    // Behind the mapping: a planner that has not read the rules would take all jobs for gone.
    warmup.start();
  }

  /** The state of the mapping. */
  KafkaStreams.State state() {
    return mapping.state();
  }

  /** How it is; does not block. */
  Health health() {
    List<Health.Check> checks = new ArrayList<>();
    boolean rulesRead = books.isCaughtUp();
    checks.add(mapping.check("streams"));
    checks.add(new Health.Check("rules", rulesRead, rulesRead ? "read" : "not read yet"));
    // Ready all the same: it does what it was told to, and a restart would not change that.
    pause.note().ifPresent(note -> checks.add(new Health.Check("mapping", true, note)));
    checks.add(registry.check("registry"));
    checks.add(warmup.check("warmup"));
    boolean alive = mapping.isAlive() && registry.isAlive() && warmup.isAlive();
    return new Health(rulesRead, alive, checks);
  }

  /** What should hold for it, as others are told. */
  Conditions conditions() {
    return new Conditions()
        .add(
            "RulesRead",
            () ->
                books.isCaughtUp()
                    ? Reading.holds("Read")
                    : Reading.unknown("Reading", "not read yet"))
        .add(
            "MappingRuns",
            () ->
                pause
                    .note()
                    .map(note -> new Reading(ConditionStatus.TRUE, "Paused", note))
                    .orElseGet(mapping::reading))
        .add("RegistryKept", registry::reading)
        .add("WarmupPlanned", warmup::reading);
  }

  /** Blocks until all run; the mapping need not while it is paused. */
  void awaitRunning(Duration timeout) throws TimeoutException, InterruptedException {
    long startNanos = System.nanoTime();
    mapping.awaitRunning(timeout);
    registry.awaitRunning(timeout.minusNanos(System.nanoTime() - startNanos));
    warmup.awaitRunning(timeout.minusNanos(System.nanoTime() - startNanos));
  }

  /** All at once: each waits for ten seconds if the cluster is away. */
  @Override
  public void close() {
    CompletableFuture<Void> others = CompletableFuture.allOf(closing(registry), closing(warmup));
    try {
      mapping.close();
    } finally {
      others.join();
    }
  }

  private static CompletableFuture<Void> closing(StreamsClient client) {
    return CompletableFuture.runAsync(client::close, task -> new Thread(task).start());
  }
}
