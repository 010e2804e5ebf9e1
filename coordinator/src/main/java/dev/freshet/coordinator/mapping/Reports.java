// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.rulesets.RuleChange;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.EventRejected;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRefused;
import dev.freshet.events.wire.RecordAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;

/** Writes cache-state events, and Avro in general. Safe for any thread. */
final class Reports {
  private final MappingSettings settings;
  private final MappingParts parts;

  /** An origin may keep its name over restarts; its ids stay unique all the same. */
  private final String start = UUID.randomUUID().toString().substring(0, 8);

  private final AtomicLong sequence = new AtomicLong();

  Reports(MappingSettings settings, MappingParts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /** Bytes for a topic; waits for the registry. */
  byte[] encode(String topic, SpecificRecord record) {
    return parts.patience().untilAnswered(() -> parts.codec().encode(topic, record));
  }

  Record<String, byte[]> invalidated(InvalidationCommand command) {
    Invalidated details =
        command
            .getCause()
            .map(
                cause ->
                    new Invalidated(
                        command.getTarget(),
                        cause.getRuleSet(),
                        cause.getRule(),
                        cause.getRevision(),
                        cause.getEventId(),
                        cause.getEventType()))
            .orElseGet(() -> new Invalidated(command.getTarget(), null, null, null, null, null));
    return report(command.getTarget(), details);
  }

  Record<String, byte[]> rejected(InFlight.Rejected rejected) {
    RecordAddress address = rejected.source().address();
    return report(
        address.toString(),
        new EventRejected(
            address.topic(),
            address.partition(),
            address.offset(),
            rejected.reason(),
            RejectStep.shortened(rejected.message()),
            rejected.rule()));
  }

  Record<String, byte[]> ruleChange(RuleChange change) {
    if (change instanceof RuleChange.Refused refused) {
      return report(
          refused.ruleSet(),
          new RuleSetRefused(
              refused.ruleSet(), refused.revision(), RejectStep.shortened(refused.message())));
    }
    return report(change.ruleSet(), new RuleSetApplied(change.ruleSet(), change.revision()));
  }

  private Record<String, byte[]> report(String subject, SpecificRecord details) {
    long nowMs = parts.clock().millis();
    String id = start + "-" + sequence.incrementAndGet();
    CacheStateEvent event = new CacheStateEvent(id, nowMs, settings.origin(), subject, details);
    return new Record<>(subject, encode(settings.topics().cacheState(), event), nowMs);
  }
}
