// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Bytes to event. Here and not in a deserializer, so that there is one way to the dead letters. */
final class DecodeStep extends ContextualProcessor<byte[], byte[], byte[], InFlight> {
  private final Workbench bench;

  DecodeStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    RecordAddress address = new RecordAddress(place.topic(), place.partition(), place.offset());
    InFlight.Source source = new InFlight.Source(address, record);
    DomainEvent event;
    try {
      event = bench.parts().patience().untilAnswered(() -> decode(source));
    } catch (UndecodableRecordException e) {
      bench.metrics().undecodable();
      String message = String.valueOf(e.getMessage());
      InFlight rejected =
          new InFlight.Rejected(source, Correlation.of(source), e.reason().code(), message, null);
      context().forward(record.withValue(rejected), MappingTopology.REJECT);
      return;
    }
    InFlight decoded = new InFlight.Decoded(source, event);
    context().forward(record.withValue(decoded), MappingTopology.MATCH);
  }

  private DomainEvent decode(InFlight.Source source) {
    Record<byte[], byte[]> content = source.content();
    return bench.decoder().decode(source.address(), content.headers(), content.value());
  }
}
