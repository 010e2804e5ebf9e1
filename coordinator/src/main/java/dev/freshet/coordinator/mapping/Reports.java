// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.rulesets.RuleChange;
import dev.freshet.coordinator.streams.DeadLetter;
import dev.freshet.coordinator.streams.StateEvents;
import dev.freshet.events.avro.EventRejected;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRefused;
import dev.freshet.events.wire.RecordAddress;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;

/** What the mapping reports, and Avro in general. Safe for any thread. */
final class Reports {
  private final StateEvents events;

  Reports(MappingSettings settings, MappingParts parts) {
    events =
        new StateEvents(
            settings.topics(), settings.origin(), parts.codec(), parts.patience(), parts.clock());
  }

  /** Bytes for a topic; waits for the registry. */
  byte[] encode(String topic, SpecificRecord record) {
    return events.encode(topic, record);
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
    return events.happened(command.getTarget(), details);
  }

  Record<String, byte[]> rejected(InFlight.Rejected rejected) {
    RecordAddress address = rejected.source().address();
    return events.happened(
        address.toString(),
        new EventRejected(
            address.topic(),
            address.partition(),
            address.offset(),
            rejected.reason(),
            DeadLetter.shortened(rejected.message()),
            rejected.rule()));
  }

  Record<String, byte[]> ruleChange(RuleChange change) {
    if (change instanceof RuleChange.Refused refused) {
      return events.happened(
          refused.ruleSet(),
          new RuleSetRefused(
              refused.ruleSet(), refused.revision(), DeadLetter.shortened(refused.message())));
    }
    return events.happened(
        change.ruleSet(), new RuleSetApplied(change.ruleSet(), change.revision()));
  }
}
