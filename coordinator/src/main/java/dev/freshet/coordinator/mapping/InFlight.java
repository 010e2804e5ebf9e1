// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.streams.DeadLetter;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.MatchResult;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What travels between the steps; always with the record that it began as. Immutable. */
sealed interface InFlight {

  /** The record that it began as. */
  Source source();

  /** What ties log lines about it together; computed anew at each call. */
  String correlation();

  /**
   * A record as it was read, and where.
   *
   * @param content key, value, time and headers; nothing downstream changes them
   */
  record Source(RecordAddress address, Record<byte[], byte[]> content) {}

  /** An event. */
  record Decoded(Source source, DomainEvent event) implements InFlight {
    @Override
    public String correlation() {
      return Correlation.of(source, event);
    }
  }

  /** An event and what the rules say about it. */
  record Matched(Source source, DomainEvent event, MatchResult result) implements InFlight {
    @Override
    public String correlation() {
      return Correlation.of(source, event);
    }
  }

  /**
   * What could not be mapped.
   *
   * @param reason stable code
   * @param message what is wrong, for people
   * @param rule the rule that failed, as set/id; null if the event itself is at fault
   */
  record Rejected(
      Source source, String correlation, String reason, String message, @Nullable String rule)
      implements InFlight {
    DeadLetter letter() {
      return new DeadLetter(source.address(), source.content(), reason, message, rule);
    }
  }
}
