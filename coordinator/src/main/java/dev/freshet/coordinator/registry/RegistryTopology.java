// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import dev.freshet.coordinator.streams.TopologyParts;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The keeping of the registry as a Kafka Streams topology. Stateless and safe for any thread;
 * builds without I/O, so that tests drive the same topology as production.
 */
public final class RegistryTopology {
  static final String STEP = "keep";
  static final String REGISTRY = "registry";
  static final String REGISTRATIONS = "forgotten";
  static final String CACHE_STATE = "cache-state";
  static final String DEAD_LETTERS = "dead-letters";

  /** The store of entries, after which the changelog is named. */
  static final String MEMBERS = "members";

  private RegistryTopology() {}

  /** The topology; each call builds a new one. */
  public static Topology build(RegistryParts parts) {
    return build(parts, Stores.inMemoryKeyValueStore(MEMBERS));
  }

  static Topology build(RegistryParts parts, KeyValueBytesStoreSupplier members) {
    Topology topology = new Topology();
    addSource(topology, "registrations", parts.topics().registrations());
    addSource(topology, "heartbeats", parts.topics().heartbeats());
    RegistryMeters meters = new RegistryMeters(parts.meters(), parts.nanoTicker());
    topology.addProcessor(
        STEP, () -> new RegistryStep(parts, meters), "registrations", "heartbeats");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(members, Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(TopologyParts.SHORT_CHANGELOG),
        STEP);
    addSink(topology, REGISTRY, parts.topics().registry());
    addSink(topology, REGISTRATIONS, parts.topics().registrations());
    addSink(topology, CACHE_STATE, parts.topics().cacheState());
    topology.addSink(
        DEAD_LETTERS,
        parts.topics().deadLetters(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        STEP);
    return topology;
  }

  private static void addSource(Topology topology, String name, String topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        TopologyParts.TIMESTAMP,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), STEP);
  }
}
