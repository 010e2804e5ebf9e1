// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import dev.freshet.coordinator.streams.StateEvents;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.registry.keeping.RegistryChange;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Writes what follows from what came in. Belongs to the task's thread. */
final class Outbox {
  /** On a tombstone that a keeper of the registry writes, for a member that said no goodbye. */
  static final String FORGOTTEN_HEADER = "freshet_forgotten";

  private final RegistryParts parts;
  private final RegistryMeters meters;
  private final ProcessorContext<Object, Object> context;
  private final KeyValueStore<String, byte[]> store;
  private final StateEvents events;

  Outbox(
      RegistryParts parts,
      RegistryMeters meters,
      ProcessorContext<Object, Object> context,
      KeyValueStore<String, byte[]> store) {
    this.parts = parts;
    this.meters = meters;
    this.context = context;
    this.store = store;
    this.events = parts.stateEvents();
  }

  void say(List<RegistryChange> changes) {
    changes.forEach(this::say);
  }

  private void say(RegistryChange change) {
    if (change instanceof RegistryChange.Written written) {
      byte[] entry = events.encode(parts.topics().registry(), written.entry());
      store.put(written.id().toString(), entry);
      forward(RegistryTopology.REGISTRY, written.id().toString(), entry);
    } else if (change instanceof RegistryChange.Forgotten forgotten) {
      forget(forgotten);
    } else if (change instanceof RegistryChange.Reported reported) {
      context.forward(
          events.happened(reported.subject(), reported.details()), RegistryTopology.CACHE_STATE);
    } else if (change instanceof RegistryChange.Observed observed) {
      meters.impaired(observed.status().getImpaired());
      byte[] status = events.encode(parts.topics().registry(), observed.status());
      forward(RegistryTopology.REGISTRY, RegistryKeys.OBSERVER, status);
    } else if (change instanceof RegistryChange.Rejected rejected) {
      meters.rejected(rejected.reason().code(), rejected.id() + ": " + rejected.message());
    }
  }

  private void forget(RegistryChange.Forgotten forgotten) {
    String key = forgotten.id().toString();
    store.delete(key);
    forward(RegistryTopology.REGISTRY, key, null);
    Headers ours = new RecordHeaders().add(FORGOTTEN_HEADER, new byte[] {'1'});
    long nowMs = parts.clock().millis();
    if (forgotten.isRegistered()) {
      context.forward(new Record<>(key, null, nowMs, ours), RegistryTopology.REGISTRATIONS);
    }
    if (forgotten.isOrdered()) {
      context.forward(
          new Record<>(RegistryKeys.drain(forgotten.id()), null, nowMs, ours),
          RegistryTopology.REGISTRATIONS);
    }
  }

  private void forward(String sink, String key, byte @Nullable [] value) {
    context.forward(new Record<>(key, value, parts.clock().millis()), sink);
  }
}
