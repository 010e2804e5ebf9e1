// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.rules.MatchResult;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Asks the rules. Takes the book once for each event: never half an old and half a new one. */
final class MatchStep
    extends ContextualProcessor<byte[], InFlight.Decoded, byte[], InFlight.Matched> {
  private final Workbench bench;

  MatchStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], InFlight.Decoded> record) {
    InFlight.Decoded decoded = record.value();
    Instant storedAt = Instant.ofEpochMilli(decoded.source().content().timestamp());
    MatchResult result = bench.parts().books().book().match(decoded.event(), storedAt);
    context()
        .forward(record.withValue(new InFlight.Matched(decoded.source(), decoded.event(), result)));
  }
}
