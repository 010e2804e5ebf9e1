// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.streams.DeadLetter;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteForm;
import dev.freshet.coordinator.warmup.plan.PlanChange;
import dev.freshet.coordinator.warmup.plan.Planner;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.registry.keeping.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans. Begins with the notes that whoever planned before has left in the store, and says of all
 * runs how they are: what that one wrote last may have been lost on its way.
 */
final class WarmupStep extends ContextualProcessor<byte[], byte[], Object, Object> {
  /** How exactly what has a time is done in time. */
  static final Duration TICK = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(WarmupStep.class);

  private final WarmupParts parts;
  private final WarmupMeters meters;
  private @Nullable Planner planner;
  private @Nullable Outbox outbox;

  /** Whether all was said. Not before the first tick: nothing can be written in the beginning. */
  private boolean said;

  WarmupStep(WarmupParts parts, WarmupMeters meters) {
    this.parts = parts;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    KeyValueStore<String, byte[]> store = context.getStateStore(WarmupTopology.NOTES);
    Unsaid unsaid = context.getStateStore(WarmupTopology.UNSAID);
    outbox = new Outbox(parts, meters, context, store, unsaid);
    Map<String, Note> notes = notes(store);
    LOG.info("Planning of warm-up taken over: planner={} notes={}", parts.planner(), notes.size());
    planner = Planner.restore(parts.planner(), notes, parts.now());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    said = false;
  }

  private static Map<String, Note> notes(KeyValueStore<String, byte[]> store) {
    Map<String, Note> notes = new HashMap<>();
    List<String> unreadable = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        try {
          notes.put(next.key, NoteForm.decode(next.key, next.value));
        } catch (IOException e) {
          LOG.error("Note of a planner unreadable, left out: note={}", next.key, e);
          unreadable.add(next.key);
        }
      }
    }
    unreadable.forEach(store::delete);
    return notes;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    // Not only at ticks: who reports waits for further tasks.
    outbox().saySafe();
    RecordMetadata place = context().recordMetadata().orElseThrow();
    RecordAddress address = new RecordAddress(place.topic(), place.partition(), place.offset());
    try {
      outbox()
          .say(
              place.topic().equals(parts.topics().hotKeys())
                  ? hotKeys(address, record)
                  : message(address, record));
    } catch (UndecodableRecordException e) {
      String message = String.valueOf(e.getMessage());
      meters.rejected(e.reason().code(), message);
      context()
          .forward(
              new DeadLetter(address, record, e.reason().code(), message, null)
                  .record(parts.clock().millis()),
              WarmupTopology.DEAD_LETTERS);
    }
  }

  private List<PlanChange> message(RecordAddress from, Record<byte[], byte[]> record) {
    WarmupMessage message = decode(from, record.value(), WarmupMessage.class);
    return planner().heard(message, parts.now(), parts.surroundings().world());
  }

  private List<PlanChange> hotKeys(RecordAddress from, Record<byte[], byte[]> record) {
    if (record.value() == null && record.key() != null) {
      return planner().withdrawn(new String(record.key(), UTF_8));
    }
    return planner().reported(decode(from, record.value(), HotKeys.class), parts.now());
  }

  private <T extends SpecificRecord> T decode(
      RecordAddress from, byte @Nullable [] value, Class<T> type) {
    return parts.patience().untilAnswered(() -> parts.codec().decode(from, value, type));
  }

  private void tick() {
    Moment now = parts.now();
    World world = parts.surroundings().world();
    outbox().saySafe();
    if (!said) {
      outbox().say(planner().everything());
      said = true;
    }
    outbox().say(planner().tick(now, world));
    meters.planned(planner().figures(now));
  }

  /** Whoever plans now says how much there is to do. */
  @Override
  public void close() {
    meters.handedOver();
  }

  private Outbox outbox() {
    return begun(outbox);
  }

  private Planner planner() {
    return begun(planner);
  }

  private static <T> T begun(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("warm-up step: used before init");
    }
    return part;
  }
}
