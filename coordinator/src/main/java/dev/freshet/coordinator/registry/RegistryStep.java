// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import dev.freshet.coordinator.streams.DeadLetter;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.registry.keeping.Moment;
import dev.freshet.registry.keeping.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Keeps the registry. Begins with the entries that whoever kept it before has left in the store,
 * and says them all again: what that one wrote last may have been lost on its way. Does so from
 * time to time, too: one that did not know that it was replaced may have written last.
 */
final class RegistryStep extends ContextualProcessor<byte[], byte[], Object, Object> {
  /** How often it looks who has been silent for too long. */
  static final Duration TICK = Duration.ofMillis(500);

  /** How often all is said again. Costs less than a heartbeat of each member does. */
  static final Duration SAY_AGAIN = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryStep.class);

  private final RegistryParts parts;
  private final RegistryMeters meters;
  private final Inbox inbox;
  private @Nullable Registry registry;
  private @Nullable Outbox outbox;

  /** When all was said last. Not before the first tick: nothing can be written in the beginning. */
  private @Nullable Duration said;

  RegistryStep(RegistryParts parts, RegistryMeters meters) {
    this.parts = parts;
    this.meters = meters;
    this.inbox = new Inbox(parts);
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    KeyValueStore<String, byte[]> store = context.getStateStore(RegistryTopology.MEMBERS);
    outbox = new Outbox(parts, meters, context, store);
    List<RegistryEntry> entries = entries(store);
    LOG.info("Registry taken over: observer={} members={}", parts.observer(), entries.size());
    registry = Registry.restore(parts.observer(), entries, parts.now());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
    said = null;
  }

  private List<RegistryEntry> entries(KeyValueStore<String, byte[]> store) {
    List<RegistryEntry> entries = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        try {
          entries.add(inbox.entry(next.value));
        } catch (UndecodableRecordException e) {
          LOG.error("Entry of the registry unreadable, left out: member={}", next.key, e);
          unreadable.add(next.key);
        }
      }
    }
    unreadable.forEach(store::delete);
    return entries;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    RecordAddress address = new RecordAddress(place.topic(), place.partition(), place.offset());
    try {
      outbox().say(inbox.take(begun(registry), address, record));
    } catch (UndecodableRecordException e) {
      reject(new DeadLetter(address, record, e.reason().code(), message(e), null));
    } catch (MalformedRecordException e) {
      reject(new DeadLetter(address, record, MalformedRecordException.REASON, message(e), null));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private void reject(DeadLetter letter) {
    meters.rejected(letter.reason(), letter.message());
    context().forward(letter.record(parts.clock().millis()), RegistryTopology.DEAD_LETTERS);
  }

  private void tick() {
    Registry keeping = begun(registry);
    Moment now = parts.now();
    if (said == null || now.uptime().minus(said).compareTo(SAY_AGAIN) >= 0) {
      outbox().say(keeping.everything());
      said = now.uptime();
    }
    outbox().say(keeping.tick(now));
  }

  /** Whoever keeps the registry now says how it is. */
  @Override
  public void close() {
    meters.handedOver();
  }

  private Outbox outbox() {
    return begun(outbox);
  }

  private static <T> T begun(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("registry step: used before init");
    }
    return part;
  }
}
