// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.streams.StateEvents;
import dev.freshet.coordinator.warmup.note.NoteForm;
import dev.freshet.coordinator.warmup.plan.PlanChange;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Does what follows from what came in. Belongs to the task's thread. */
final class Outbox {
  private final WarmupParts parts;
  private final WarmupMeters meters;
  private final ProcessorContext<Object, Object> context;
  private final KeyValueStore<String, byte[]> store;
  private final Unsaid unsaid;
  private final StateEvents events;

  Outbox(
      WarmupParts parts,
      WarmupMeters meters,
      ProcessorContext<Object, Object> context,
      KeyValueStore<String, byte[]> store,
      Unsaid unsaid) {
    this.parts = parts;
    this.meters = meters;
    this.context = context;
    this.store = store;
    this.unsaid = unsaid;
    this.events = parts.stateEvents();
  }

  /** Stores what is to be stored, and says the rest at once or as soon as that is safe. */
  void say(List<PlanChange> changes) {
    for (PlanChange change : changes) {
      if (change.waitsForCommit()) {
        unsaid.hold(change);
      } else {
        carryOut(change);
      }
    }
    if (!unsaid.isEmpty()) {
      context.commit();
    }
  }

  /** Says what is safe now. */
  void saySafe() {
    unsaid.takeSafe().forEach(this::carryOut);
  }

  private void carryOut(PlanChange change) {
    if (change instanceof PlanChange.Stored stored) {
      store.put(stored.key(), NoteForm.encode(stored.note()));
    } else if (change instanceof PlanChange.Dropped dropped) {
      store.delete(dropped.key());
    } else if (change instanceof PlanChange.HandedOut task) {
      send(task);
    } else if (change instanceof PlanChange.Written written) {
      status(written.run().getRun(), written.run());
    } else if (change instanceof PlanChange.Forgotten forgotten) {
      status(forgotten.run(), null);
    } else if (change instanceof PlanChange.Reported reported) {
      context.forward(
          events.happened(reported.subject(), reported.warmed()), WarmupTopology.CACHE_STATE);
    } else if (change instanceof PlanChange.TopicsWanted wanted) {
      parts.surroundings().wantTopics(wanted.service());
    } else {
      meters.count(change);
    }
  }

  private void send(PlanChange.HandedOut task) {
    String topic = parts.topics().warmupTasks(task.service(), task.priority());
    meters.count(task);
    context.forward(
        new Record<Object, Object>(
            new TaskAddress(topic, task.task().getRun()),
            events.encode(topic, task.task()),
            parts.clock().millis()),
        WarmupTopology.TASKS);
  }

  private void status(String run, @Nullable SpecificRecord status) {
    byte[] value = status == null ? null : events.encode(parts.topics().warmupStatus(), status);
    context.forward(new Record<>(run, value, parts.clock().millis()), WarmupTopology.STATUS);
  }
}
