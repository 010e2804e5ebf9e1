// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.progress.Progress;
import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.rulesets.RuleChange;
import dev.freshet.events.avro.ProgressMarker;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The first step: when {@code forward} returns, all later ones are done with the record and its
 * commands are with the producer, before any marker that covers it. The producer keeps that order
 * in each partition. Commands that are held instead hold the markers back too.
 *
 * <p>Also reports changes of rules, which the thread that reads them cannot.
 */
final class ProgressStep extends ContextualProcessor<byte[], byte[], Object, Object> {
  private final Workbench bench;
  private @Nullable Progress progress;

  ProgressStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    HeldCommands held = context.getStateStore(MappingTopology.HELD_QUEUE);
    // As Streams names the main consumer of this thread.
    String consumer = Thread.currentThread().getName() + "-consumer";
    progress = new Progress(context.taskId(), consumer, held::heldBackFrom);
    context.schedule(
        bench.settings().markerInterval(), PunctuationType.WALL_CLOCK_TIME, time -> tell());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    context().forward(record, MappingTopology.DECODE);
    progress().mapped(new TopicPartition(place.topic(), place.partition()), place.offset() + 1);
  }

  private Progress progress() {
    if (progress == null) {
      throw new IllegalStateException("progress step: used before init");
    }
    return progress;
  }

  private void tell() {
    tellRuleChanges();
    SourceOffsets.View view = bench.parts().sources().latest();
    if (view.isKnown()) {
      ProgressMarker marker = progress().marker(view, bench.parts().clock().instant());
      byte[] value = bench.reports().encode(bench.topics().commands(), marker);
      String key = CommandPartitioner.markerKey(context().taskId());
      context()
          .forward(new Record<>(key, value, marker.getWrittenAtMs()), MappingTopology.COMMANDS);
    }
  }

  private void tellRuleChanges() {
    RuleBooks books = bench.parts().books();
    books.book(); // compiles what has come, even if no event does
    RuleChange change = books.unreported();
    while (change != null) {
      context().forward(bench.reports().ruleChange(change), MappingTopology.CACHE_STATE);
      books.reported(change);
      change = books.unreported();
    }
  }
}
