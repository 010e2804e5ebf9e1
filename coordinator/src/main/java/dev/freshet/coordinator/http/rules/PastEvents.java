// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.replay.EventReplay;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.replay.BlastRadius;
import dev.freshet.rules.replay.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Events that topics retain. Safe for any thread; blocks on Kafka and the schema registry. */
final class PastEvents {
  /** With the longest wait behind it, less than a request may take. */
  private static final Duration LONGEST_REPLAY = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final String schemaRegistry;
  private final List<String> topics;
  private final InstantSource clock;

  /**
   * The events of some topics.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   */
  PastEvents(
      Map<String, Object> kafka, String schemaRegistry, List<String> topics, InstantSource clock) {
    this.kafka = Map.copyOf(kafka);
    this.schemaRegistry = schemaRegistry;
    this.topics = List.copyOf(topics);
    this.clock = clock;
  }

  /** An event, and when it was stored. */
  record Stored(DomainEvent event, Instant at) {}

  /**
   * What rules would have done with the events of a time, beside those in force.
   *
   * @throws ProblemException if there are too many
   */
  BlastRadius replay(RuleBook before, RuleBook after, Duration span) {
    Replay both = new Replay(before, after);
    try (EventReplay events = EventReplay.connect(kafka, schemaRegistry)) {
      var unused = events.read(topics, clock.instant().minus(span), bounded(span, both::accept));
    }
    return both.blastRadius();
  }

  /** Takes events for ten seconds from now on, and then refuses the replay. */
  BiConsumer<Instant, DomainEvent> bounded(Duration span, BiConsumer<Instant, DomainEvent> sink) {
    Instant end = clock.instant().plus(LONGEST_REPLAY);
    return (storedAt, event) -> {
      if (clock.instant().isAfter(end)) {
        throw tooMany(span);
      }
      sink.accept(storedAt, event);
    };
  }

  private static ProblemException tooMany(Duration span) {
    return ProblemException.of(
        ApiCode.REPLAY_TOO_LONG,
        "replay="
            + Durations.text(span)
            + ": found more events than can be replayed in "
            + Durations.text(LONGEST_REPLAY)
            + ", expected a shorter time; nothing was stored");
  }

  /**
   * The event of a receipt.
   *
   * @throws ProblemException if none stands there
   */
  Stored at(Receipt receipt) {
    List<Stored> found = new ArrayList<>();
    if (topics.contains(receipt.topic())) {
      RecordAddress address =
          new RecordAddress(receipt.topic(), receipt.partition(), receipt.offset());
      try (EventReplay events = EventReplay.connect(kafka, schemaRegistry)) {
        var unused = events.readOne(address, (at, event) -> found.add(new Stored(event, at)));
      }
    }
    if (found.isEmpty()) {
      throw ProblemException.of(
          ApiCode.UNKNOWN_RECEIPT,
          "receipt " + receipt + ": found no event there, in topics " + topics);
    }
    return found.get(0);
  }
}
