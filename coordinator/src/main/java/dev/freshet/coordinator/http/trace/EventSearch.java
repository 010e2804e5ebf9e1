// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import dev.freshet.coordinator.replay.TopicReader;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the newest event of an id. Goes back in time in windows, each four times as long as the
 * one before: people mostly ask for what has just happened. Belongs to one thread; blocks.
 */
final class EventSearch {
  private static final Duration FIRST_WINDOW = Duration.ofMinutes(1);
  private static final int GROWTH = 4;
  private static final String ID_HEADER = "ce_id";

  /** Clocks of publishers that are ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final TopicReader reader;
  private final EventDecoder decoder;
  private final List<String> topics;

  EventSearch(TopicReader reader, EventDecoder decoder, List<String> topics) {
    this.reader = reader;
    this.decoder = decoder;
    this.topics = topics;
  }

  /** Which event. */
  record Wanted(String id, Optional<String> source) {
    boolean fits(DomainEvent event) {
      return event.id().equals(id) && source.map(event.source()::equals).orElse(true);
    }
  }

  /**
   * The newest such event.
   *
   * @param since how far back to look
   * @param now where to begin
   * @return empty if there is none, or if the budget is spent before one is found
   */
  Optional<FoundEvent> find(Wanted wanted, Instant since, Instant now, Budget budget) {
    Instant to = now.plus(AHEAD);
    Duration window = FIRST_WINDOW.plus(AHEAD);
    while (to.isAfter(since) && !budget.isSpent()) {
      Instant from = to.minus(window).isBefore(since) ? since : to.minus(window);
      Optional<FoundEvent> found = newest(wanted, from, to, budget);
      if (found.isPresent()) {
        return found;
      }
      to = from;
      window = window.multipliedBy(GROWTH);
    }
    return Optional.empty();
  }

  private Optional<FoundEvent> newest(Wanted wanted, Instant from, Instant to, Budget budget) {
    byte[] id = wanted.id().getBytes(StandardCharsets.UTF_8);
    // One at a time: there may be any number of the same id.
    AtomicReference<@Nullable FoundEvent> newest = new AtomicReference<>();
    boolean unused =
        reader.between(
            topics,
            from,
            to,
            record -> {
              if (mayBe(record, id)) {
                decode(record)
                    .filter(one -> wanted.fits(one.event()))
                    .ifPresent(one -> newest.accumulateAndGet(one, EventSearch::newer));
              }
              return budget.spend();
            });
    return Optional.ofNullable(newest.get());
  }

  private static FoundEvent newer(@Nullable FoundEvent known, FoundEvent found) {
    return known == null || found.storedAt().isAfter(known.storedAt()) ? found : known;
  }

  /** Most records say their id in a header, and need not be decoded to be passed over. */
  private static boolean mayBe(ConsumerRecord<byte[], byte[]> record, byte[] id) {
    Header header = record.headers().lastHeader(ID_HEADER);
    return header == null || Arrays.equals(header.value(), id);
  }

  private Optional<FoundEvent> decode(ConsumerRecord<byte[], byte[]> record) {
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      return Optional.of(
          new FoundEvent(
              decoder.decode(address, record.headers(), record.value()),
              new Receipt(record.topic(), record.partition(), record.offset()),
              Instant.ofEpochMilli(record.timestamp())));
    } catch (UndecodableRecordException e) {
      // What is no event has no id either; the dead letters say why.
      return Optional.empty();
    }
  }
}
