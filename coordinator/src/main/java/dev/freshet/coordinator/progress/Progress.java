// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.progress;

import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * How far one task has come. Never claims more than is mapped: what the task itself has mapped, or
 * what had been committed while it had the partition, whichever is further; and never an event
 * whose commands are still held. A task that does not know that it was replaced sees what its
 * successor commits, but not what that holds. Belongs to its task's thread.
 */
public final class Progress {
  private final TaskId task;
  private final String mapper;
  private final Map<TopicPartition, Long> mapped = new HashMap<>();
  private final Map<TopicPartition, EndSeen> ends = new HashMap<>();
  private final Map<TopicPartition, Awaited> awaited = new HashMap<>();
  private final ToLongFunction<TopicPartition> heldBackFrom;

  /**
   * The progress of a task.
   *
   * @param mapper the client id of its consumer
   * @param heldBackFrom the lowest offset in a partition of an event whose commands are still held;
   *     the largest number if there is none
   */
  public Progress(TaskId task, String mapper, ToLongFunction<TopicPartition> heldBackFrom) {
    this.task = task;
    this.mapper = mapper;
    this.heldBackFrom = heldBackFrom;
  }

  /** Notes that all before {@code nextOffset} was handed to the producer, or is held. */
  public void mapped(TopicPartition partition, long nextOffset) {
    mapped.merge(partition, nextOffset, Math::max);
  }

  /** Notes that somebody waits to hear that this event is applied. */
  public void awaited(TopicPartition partition, long offset) {
    awaited.computeIfAbsent(partition, key -> new Awaited()).add(offset);
  }

  /**
   * What to tell the nodes now. The marker is awaited if it is the first to cover an event that is;
   * so it has to be told.
   */
  public ProgressMarker marker(SourceOffsets.View view, Instant now) {
    List<SourceProgress> sources = new ArrayList<>();
    List<SourceTopic> topics = new ArrayList<>();
    new TreeMap<>(view.partitions())
        .forEach(
            (topic, count) -> {
              topics.add(new SourceTopic(topic, count));
              // One group of sources: task n has partition n of each topic that has so many.
              if (task.partition() < count) {
                add(sources, new TopicPartition(topic, task.partition()), view);
              }
            });
    return new ProgressMarker(
        task.toString(), sources, topics, now.toEpochMilli(), coversAwaited(sources));
  }

  private boolean coversAwaited(List<SourceProgress> sources) {
    boolean covers = false;
    for (SourceProgress source : sources) {
      Awaited events = awaited.get(new TopicPartition(source.getTopic(), source.getPartition()));
      covers |= events != null && events.coveredBefore(source.getNextOffset());
    }
    return covers;
  }

  private void add(
      List<SourceProgress> sources, TopicPartition partition, SourceOffsets.View view) {
    SourceOffsets.@Nullable Range range = view.ranges().get(partition);
    if (range != null && range.mapper().equals(mapper)) {
      mapped(partition, range.mappedUntil());
    }
    Long own = mapped.get(partition);
    if (own == null) {
      return;
    }
    long next = Math.min(own, heldBackFrom.applyAsLong(partition));
    EndSeen end = ends.computeIfAbsent(partition, key -> new EndSeen());
    if (range != null) {
      end.look(view.askedAt(), range.end(), next);
    }
    Instant seen = end.at();
    sources.add(
        new SourceProgress(
            partition.topic(),
            partition.partition(),
            next,
            seen == null ? null : seen.toEpochMilli()));
  }
}
