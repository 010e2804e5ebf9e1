// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.progress.Progress;
import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.rulesets.RuleChange;
import dev.freshet.coordinator.streams.Rests;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.topics.EventHeaders;
import java.time.Duration;
import java.time.Instant;
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
  /** The least time between two markers that are told ahead of the interval. */
  static final Duration PROMPT_INTERVAL = Duration.ofMillis(10);

  private final Workbench bench;
  private @Nullable Progress progress;
  private boolean isPromptDue;
  private long promptedAtMs;

  /** In which the last marker was told that is told again and again, by the system's clock. */
  private long toldSlot;

  private Runnable restless = () -> {};

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
    bench.parts().sources().taskBegun();
    // All tasks at the same times: they share the producer's requests, and the waits of a thread.
    long intervalMs = bench.settings().markerInterval().toMillis();
    Instant first =
        Instant.ofEpochMilli(slot(context.currentSystemTimeMs()) * intervalMs + intervalMs);
    context.schedule(
        first, bench.settings().markerInterval(), PunctuationType.WALL_CLOCK_TIME, time -> tell());
    context.schedule(PROMPT_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> tellPromptly());
    toldSlot = slot(System.currentTimeMillis());
    restless = Rests.add(this::restMs);
  }

  @Override
  public void close() {
    restless.run();
  }

  /** How long nothing is to be told. */
  private long restMs() {
    if (isPromptDue) {
      return promptedAtMs + PROMPT_INTERVAL.toMillis() - bench.nowMs();
    }
    long nowMs = System.currentTimeMillis();
    long slot = slot(nowMs);
    return slot == toldSlot ? (slot + 1) * bench.settings().markerInterval().toMillis() - nowMs : 0;
  }

  /** Markers are told once in each of these. */
  private long slot(long timeMs) {
    return timeMs / bench.settings().markerInterval().toMillis();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    if (EventHeaders.isAwaited(record.headers())) {
      // Before it is mapped: if that fails, the next marker that passes the event is awaited.
      progress().awaited(partition, place.offset());
      isPromptDue = true;
    }
    context().forward(record, MappingTopology.DECODE);
    progress().mapped(partition, place.offset() + 1);
    tellPromptly();
  }

  /**
   * Tells what somebody waits for, at once or as soon as the interval allows. What is held back
   * waits for a marker of every other time.
   */
  private void tellPromptly() {
    long nowMs = bench.nowMs();
    // Not for ever, if the clock was turned back.
    if (isPromptDue && Math.abs(nowMs - promptedAtMs) >= PROMPT_INTERVAL.toMillis()) {
      isPromptDue = false;
      promptedAtMs = nowMs;
      tellProgress(true);
    }
  }

  private Progress progress() {
    if (progress == null) {
      throw new IllegalStateException("progress step: used before init");
    }
    return progress;
  }

  private void tell() {
    toldSlot = slot(System.currentTimeMillis());
    tellRuleChanges();
    tellProgress(false);
  }

  private void tellProgress(boolean onlyIfAwaited) {
    SourceOffsets.View view = bench.parts().sources().latest();
    if (!view.isKnown()) {
      return;
    }
    ProgressMarker marker = progress().marker(view, bench.parts().clock().instant());
    if (marker.getAwaited() || !onlyIfAwaited) {
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
