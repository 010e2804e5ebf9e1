// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.mapping.MappingTopology;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.http.management.Health;
import dev.freshet.registry.client.Conditions;
import dev.freshet.registry.client.Reading;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * What a coordinator does with Kafka Streams: maps events, and keeps the registry. They are two
 * applications, so that what stops the one, a pause for example, leaves the other alone.
 */
final class CoordinatorStreams implements AutoCloseable {
  private final Closer closer = new Closer();
  private final PauseSwitch pause;
  private final StreamsClient mapping;
  private final StreamsClient registry;
  private volatile boolean rulesRead;

  /**
   * An application of Kafka Streams.
   *
   * @param settings of the client
   */
  record Application(Topology topology, Properties settings) {}

  /** Begins nothing yet. */
  CoordinatorStreams(
      Application mapping, Application registry, PauseSwitch pause, MeterRegistry meters) {
    this.pause = pause;
    this.mapping =
        closer.add(
            new StreamsClient(
                "mapping", mapping.topology(), mapping.settings(), this::onRead, meters));
    this.registry =
        closer.add(
            new StreamsClient(
                "registry", registry.topology(), registry.settings(), store -> {}, meters));
    pause.follow(this.mapping::pause);
  }

  private void onRead(String store) {
    if (store.equals(MappingTopology.RULES_STORE)) {
      rulesRead = true;
    }
  }

  /** Starts; blocks until all rules are read. */
  void start() {
    registry.start();
    mapping.start();
  }

  /** The state of the mapping. */
  KafkaStreams.State state() {
    return mapping.state();
  }

  /** How it is; does not block. */
  Health health() {
    List<Health.Check> checks = new ArrayList<>();
    checks.add(mapping.check("streams"));
    checks.add(new Health.Check("rules", rulesRead, rulesRead ? "read" : "not read yet"));
    // Ready all the same: it does what it was told to, and a restart would not change that.
    pause.note().ifPresent(note -> checks.add(new Health.Check("mapping", true, note)));
    checks.add(registry.check("registry"));
    return new Health(rulesRead, mapping.isAlive() && registry.isAlive(), checks);
  }

  /** What should hold for it, as others are told. */
  Conditions conditions() {
    return new Conditions()
        .add(
            "RulesRead",
            () -> rulesRead ? Reading.holds("Read") : Reading.unknown("Reading", "not read yet"))
        .add(
            "MappingRuns",
            () ->
                pause
                    .note()
                    .map(note -> new Reading(ConditionStatus.TRUE, "Paused", note))
                    .orElseGet(mapping::reading))
        .add("RegistryKept", registry::reading);
  }

  /** Blocks until both run; the mapping need not while it is paused. */
  void awaitRunning(Duration timeout) throws TimeoutException, InterruptedException {
    long startNanos = System.nanoTime();
    mapping.awaitRunning(timeout);
    registry.awaitRunning(timeout.minusNanos(System.nanoTime() - startNanos));
  }

  @Override
  public void close() {
    closer.close();
  }
}
