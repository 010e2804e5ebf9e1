// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.wire.RecordAddress;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes what could not be mapped to the dead letters, reports it, and logs one of a second. */
final class RejectStep extends ContextualProcessor<byte[], InFlight.Rejected, Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(RejectStep.class);
  private static final long LOG_EVERY_MS = 1_000;

  private final Workbench bench;
  private long loggedAtMs = -LOG_EVERY_MS;

  RejectStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], InFlight.Rejected> record) {
    InFlight.Rejected rejected = record.value();
    context().forward(rejected.letter().record(bench.nowMs()), MappingTopology.DEAD_LETTERS);
    context().forward(bench.reports().rejected(rejected), MappingTopology.CACHE_STATE);
    bench.metrics().deadLetter(rejected.reason());
    log(rejected);
  }

  /** All of them only for whoever asks: a producer gone wrong would fill disks. */
  private void log(InFlight.Rejected rejected) {
    long nowMs = bench.nowMs();
    boolean isTime = Math.abs(nowMs - loggedAtMs) >= LOG_EVERY_MS;
    Level level = isTime ? Level.WARN : Level.DEBUG;
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    loggedAtMs = isTime ? nowMs : loggedAtMs;
    RecordAddress at = rejected.source().address();
    Correlation.during(
        rejected.correlation(),
        () ->
            LOG.atLevel(level)
                .log(
                    "Event not mapped: topic={} partition={} offset={} rule={} reason={}",
                    at.topic(),
                    at.partition(),
                    at.offset(),
                    rejected.rule(),
                    rejected.reason()));
  }
}
