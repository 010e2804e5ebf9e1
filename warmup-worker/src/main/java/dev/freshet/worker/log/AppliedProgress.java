// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.values.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
  public synchronized void startOver(int partitions) {
    commandPartitions = partitions;
    sources.clear();
    newest = null;
    closedTimeMs = AppliedSource.NEVER;
    toldMs = AppliedSource.NEVER;
  }

  /** Notes a marker. */
  public Observation observe(int commandPartition, ProgressMarker marker) {
    List<Waiter> applied;
    Observation observation;
    synchronized (this) {
      boolean isAwaited = note(commandPartition, marker);
      observation = new Observation(advance(), isAwaited);
      applied = takeApplied();
    }
    applied.forEach(waiter -> waiter.applied().complete(null));
    return observation;
  }

  /** Whether events are applied now that may be awaited. */
  private boolean note(int commandPartition, ProgressMarker marker) {
    ProgressMarker before = newest;
    boolean changed = false;
    boolean isAwaited = false;
    for (SourceProgress progress : marker.getSources()) {
      AppliedSource source = source(progress);
      long nextOffset = source.nextOffset();
      changed |=
          source.observe(
              commandPartition,
              progress.getNextOffset(),
              progress.getEndSeenAtMs().orElse(AppliedSource.NEVER));
      if (marker.getAwaited()) {
        source.awaited(progress.getNextOffset());
      }
      isAwaited |= source.hasPassedAwaited(nextOffset);
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
    return isAwaited;
  }

  private AppliedSource source(SourceProgress progress) {
    return sources.computeIfAbsent(
        new Source(progress.getTopic(), progress.getPartition()),
        source -> new AppliedSource(commandPartitions));
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

  /** How far the events of each source partition are applied, of those of which that is known. */
  public synchronized List<SourceApplied> sources() {
    List<SourceApplied> applied = new ArrayList<>();
    sources.forEach(
        (source, at) -> {
          if (at.nextOffset() != AppliedSource.NEVER) {
            applied.add(new SourceApplied(source.topic(), source.partition(), at.nextOffset()));
          }
        });
    applied.sort(
        Comparator.comparing(SourceApplied::getTopic).thenComparing(SourceApplied::getPartition));
    return applied;
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
