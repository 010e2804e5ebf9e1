// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.values.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How far the events are applied here, from the progress markers. A marker stands behind the
 * commands of the events that it covers, in each command partition; so an event is applied once a
 * marker that covers it was read from every one of them.
 *
 * <p>Written by the follower, read from any thread: what changes is guarded by this, and all
 * methods are short. Waiters are completed outside the lock.
 */
public final class AppliedProgress {
  private record Source(String topic, int partition) {}

  private record Waiter(Receipt receipt, CompletableFuture<Void> applied) {}

  private final Map<Source, AppliedSource> sources = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private int commandPartitions;
  private @Nullable ProgressMarker newest;

  /** Volatile: asked by meters and callers without the lock. */
  private volatile long closedTimeMs = AppliedSource.NEVER;

  /** The newest that {@link #observe} has returned. */
  private long toldMs = AppliedSource.NEVER;

  /** Forgets everything: another log is followed. Waiters go on waiting. */
  synchronized void startOver(int partitions) {
    commandPartitions = partitions;
    sources.clear();
    newest = null;
    closedTimeMs = AppliedSource.NEVER;
    toldMs = AppliedSource.NEVER;
  }

  /**
   * Notes a marker.
   *
   * @return the closed time, if this marker has advanced it
   */
  Optional<Instant> observe(int commandPartition, ProgressMarker marker) {
    List<Waiter> applied;
    Optional<Instant> advanced;
    synchronized (this) {
      note(commandPartition, marker);
      advanced = advance();
      applied = takeApplied();
    }
    applied.forEach(waiter -> waiter.applied().complete(null));
    return advanced;
  }

  private void note(int commandPartition, ProgressMarker marker) {
    ProgressMarker before = newest;
    boolean changed = false;
    for (SourceProgress progress : marker.getSources()) {
      changed |=
          sources
              .computeIfAbsent(
                  new Source(progress.getTopic(), progress.getPartition()),
                  source -> new AppliedSource(commandPartitions))
              .observe(
                  commandPartition,
                  progress.getNextOffset(),
                  progress.getEndSeenAtMs().orElse(AppliedSource.NEVER));
    }
    if (before == null || marker.getWrittenAtMs() >= before.getWrittenAtMs()) {
      newest = marker;
      changed |=
          before == null || !before.getSourcePartitions().equals(marker.getSourcePartitions());
    }
    // Most markers are copies in other command partitions, which change no minimum.
    if (changed) {
      closedTimeMs = closedTimeOver(newest == null ? marker : newest);
    }
  }

  private Optional<Instant> advance() {
    if (closedTimeMs <= toldMs) {
      return Optional.empty();
    }
    toldMs = closedTimeMs;
    return closedTime();
  }

  /** The earliest over all source partitions that there are: a missing one holds it back. */
  private long closedTimeOver(ProgressMarker marker) {
    long closed = Long.MAX_VALUE;
    for (SourceTopic topic : marker.getSourcePartitions()) {
      for (int i = 0; i < topic.getPartitions(); i++) {
        AppliedSource source = sources.get(new Source(topic.getTopic(), i));
        closed = Math.min(closed, source == null ? AppliedSource.NEVER : source.endSeenMs());
      }
    }
    return closed == Long.MAX_VALUE ? AppliedSource.NEVER : closed;
  }

  private List<Waiter> takeApplied() {
    List<Waiter> done = new ArrayList<>();
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.applied().isDone()) {
        all.remove();
      } else if (isApplied(waiter.receipt())) {
        all.remove();
        done.add(waiter);
      }
    }
    return done;
  }

  /** Completes once all commands of the event are applied here. */
  public synchronized CompletableFuture<Void> applied(Receipt receipt) {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    if (isApplied(receipt)) {
      applied.complete(null);
    } else {
      waiters.add(new Waiter(receipt, applied));
    }
    return applied;
  }

  synchronized boolean isApplied(Receipt receipt) {
    AppliedSource source = sources.get(new Source(receipt.topic(), receipt.partition()));
    return source != null && source.nextOffset() > receipt.offset();
  }

  /**
   * The closed time: every event stored before it is applied here. Empty until markers of every
   * source partition were read from every command partition. Takes no lock.
   */
  public Optional<Instant> closedTime() {
    long closed = closedTimeMs;
    return closed == AppliedSource.NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(closed));
  }
}
