// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.streams.Aside;
import dev.freshet.coordinator.streams.TopologyParts;
import dev.freshet.coordinator.warmup.world.Jobs;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The planning of warm-up runs as a Kafka Streams topology. Stateless and safe for any thread;
 * builds without I/O, so that tests drive the same topology as production.
 */
public final class WarmupTopology {
  static final String FIRED_STEP = "fired";
  static final String STEP = "plan";
  static final String INBOX = "to-inbox";
  static final String TASKS = "tasks";
  static final String STATUS = "status";
  static final String CACHE_STATE = "cache-state";
  static final String DEAD_LETTERS = "dead-letters";

  /** The store of notes, after which the changelog is named. */
  static final String NOTES = "notes";

  /** What waits for a commit; a store without content. */
  static final String UNSAID = "unsaid";

  /** How far back a new environment looks for rules that have fired: nothing was warm before. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);

  private WarmupTopology() {}

  /** The topology; each call builds a new one. */
  public static Topology build(WarmupParts parts) {
    return build(parts, Stores.inMemoryKeyValueStore(NOTES));
  }

  /** What of the command log it must see: a job that runs after a rule may begin a second later. */
  public static Aside commandsAside(WarmupParts parts) {
    return new Aside(
        parts.topics().commands(),
        () -> {
          Jobs jobs = parts.surroundings().world().jobs();
          return command -> FiredStep.isAwaited(command.headers(), jobs);
        });
  }

  static Topology build(WarmupParts parts, KeyValueBytesStoreSupplier notes) {
    Topology topology = new Topology();
    AutoOffsetReset lately = AutoOffsetReset.byDuration(LOOK_BACK);
    addSource(topology, lately, "commands", parts.topics().commands());
    topology.addProcessor(FIRED_STEP, () -> new FiredStep(parts), "commands");
    addSink(topology, INBOX, parts.topics().warmupInbox(), FIRED_STEP);

    addSource(topology, AutoOffsetReset.earliest(), "inbox", parts.topics().warmupInbox());
    addSource(topology, AutoOffsetReset.earliest(), "hot-keys", parts.topics().hotKeys());
    WarmupMeters meters = new WarmupMeters(parts.meters(), parts.nanoTicker());
    topology.addProcessor(STEP, () -> new WarmupStep(parts, meters), "inbox", "hot-keys");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(notes, Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(TopologyParts.SHORT_CHANGELOG),
        STEP);
    topology.addStateStore(Unsaid.builder(UNSAID), STEP);
    addSink(topology, STATUS, parts.topics().warmupStatus(), STEP);
    addSink(topology, CACHE_STATE, parts.topics().cacheState(), STEP);
    topology.addSink(
        TASKS,
        (address, task, context) -> address.topic(),
        new TaskAddress.RunSerializer(),
        new ByteArraySerializer(),
        STEP);
    topology.addSink(
        DEAD_LETTERS,
        parts.topics().deadLetters(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        STEP);
    return topology;
  }

  private static void addSource(
      Topology topology, AutoOffsetReset reset, String name, String topic) {
    topology.addSource(
        reset,
        name,
        TopologyParts.TIMESTAMP,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void addSink(Topology topology, String name, String topic, String parent) {
    topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), parent);
  }
}
