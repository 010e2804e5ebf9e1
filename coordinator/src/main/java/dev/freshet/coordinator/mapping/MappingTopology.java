// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.streams.TopologyParts;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The mapping of domain events to invalidation commands as a Kafka Streams topology. Stateless and
 * safe for any thread; builds without I/O, so that tests drive the same topology as production.
 */
public final class MappingTopology {
  static final String PROGRESS = "progress";
  static final String DECODE = "decode";
  static final String MATCH = "match";
  static final String FAN_OUT = "fan-out";
  static final String REJECT = "reject";
  static final String COMMANDS = "commands";
  static final String DEAD_LETTERS = "dead-letters";
  static final String CACHE_STATE = "cache-state";
  static final String SHADOW_COMMANDS = "shadow-commands";

  /** The store that fills as rules are read. */
  public static final String RULES_STORE = "rules";

  /** The store of held commands, after which the changelog is named. */
  public static final String HELD = "held";

  static final String HELD_QUEUE = "held-queue";

  private MappingTopology() {}

  /** The topology; each call builds a new one. */
  public static Topology build(MappingSettings settings, MappingParts parts) {
    return build(settings, parts, Stores.inMemoryKeyValueStore(HELD), HeldCommands.MOST);
  }

  static Topology build(
      MappingSettings settings, MappingParts parts, KeyValueBytesStoreSupplier held, int mostHeld) {
    Workbench bench = new Workbench(settings, parts);
    Topology topology = new Topology();
    addRules(topology, bench);
    addSteps(topology, bench);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(held, Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(TopologyParts.SHORT_CHANGELOG),
        FAN_OUT);
    topology.addStateStore(HeldCommands.builder(HELD_QUEUE, mostHeld), FAN_OUT, PROGRESS);
    addSinks(topology, bench);
    return topology;
  }

  /**
   * A global store: every coordinator reads all rules, and does so to the end before it maps its
   * first event. The processor sees each record, at restore too (KAFKA-7663). The store itself,
   * which Streams wants, stays empty: {@code RuleBooks} has what was read, compiled.
   */
  private static void addRules(Topology topology, Workbench bench) {
    StoreBuilder<KeyValueStore<String, byte[]>> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(RULES_STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled();
    topology.addGlobalStore(
        store,
        "rules-source",
        TopologyParts.TIMESTAMP,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        bench.topics().rules(),
        "rules-processor",
        () -> new RulesProcessor(bench));
  }

  private static void addSteps(Topology topology, Workbench bench) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        "events",
        TopologyParts.TIMESTAMP,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        bench.settings().sourceTopics().toArray(String[]::new));
    topology.addProcessor(PROGRESS, () -> new ProgressStep(bench), "events");
    topology.addProcessor(DECODE, () -> new DecodeStep(bench), PROGRESS);
    topology.addProcessor(MATCH, () -> new MatchStep(bench), DECODE);
    topology.addProcessor(FAN_OUT, () -> new FanOutStep(bench), MATCH);
    topology.addProcessor(REJECT, () -> new RejectStep(bench), DECODE, FAN_OUT);
  }

  private static void addSinks(Topology topology, Workbench bench) {
    topology.addSink(
        COMMANDS,
        bench.topics().commands(),
        new StringSerializer(),
        new ByteArraySerializer(),
        new CommandPartitioner(),
        FAN_OUT,
        PROGRESS);
    topology.addSink(
        SHADOW_COMMANDS,
        bench.topics().shadowCommands(),
        new StringSerializer(),
        new ByteArraySerializer(),
        new CommandPartitioner(),
        FAN_OUT);
    topology.addSink(
        DEAD_LETTERS,
        bench.topics().deadLetters(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        REJECT);
    topology.addSink(
        CACHE_STATE,
        bench.topics().cacheState(),
        new StringSerializer(),
        new ByteArraySerializer(),
        FAN_OUT,
        REJECT,
        PROGRESS);
  }
}
