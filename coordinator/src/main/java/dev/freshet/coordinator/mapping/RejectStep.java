// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what could not be mapped to the dead letters, and reports it. */
final class RejectStep extends ContextualProcessor<byte[], InFlight.Rejected, Object, Object> {
  private final Workbench bench;

  RejectStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], InFlight.Rejected> record) {
    InFlight.Rejected rejected = record.value();
    context().forward(rejected.letter().record(bench.nowMs()), MappingTopology.DEAD_LETTERS);
    context().forward(bench.reports().rejected(rejected), MappingTopology.CACHE_STATE);
    bench.metrics().deadLetter(rejected.reason());
  }
}
