// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

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
 * <p>Written by the follower, read from any thread: all methods are synchronized and short. Waiters
 * are completed outside the lock.
 */
final class Progress {
  private record Source(String topic, int partition) {}

  private record Reached(long nextOffset, long endSeenAtMs) {
    static final long NEVER = Long.MIN_VALUE;

    /** A task that was replaced may still write: what was true once stays true. */
    Reached max(Reached other) {
      return new Reached(
          Math.max(nextOffset, other.nextOffset), Math.max(endSeenAtMs, other.endSeenAtMs));
    }
  }

  private record Waiter(Receipt receipt, CompletableFuture<Void> applied) {}

  /** By command partition. */
  private List<Map<Source, Reached>> reached = List.of();

  private @Nullable ProgressMarker newest;
  private final List<Waiter> waiters = new ArrayList<>();

  /** Forgets everything: another log is followed. Waiters go on waiting. */
  synchronized void startOver(int commandPartitions) {
    List<Map<Source, Reached>> empty = new ArrayList<>();
    for (int i = 0; i < commandPartitions; i++) {
      empty.add(new HashMap<>());
    }
    reached = List.copyOf(empty);
    newest = null;
  }

  void observe(int commandPartition, ProgressMarker marker) {
    note(commandPartition, marker).forEach(waiter -> waiter.applied().complete(null));
  }

  private synchronized List<Waiter> note(int commandPartition, ProgressMarker marker) {
    if (newest == null || marker.getWrittenAtMs() >= newest.getWrittenAtMs()) {
      newest = marker;
    }
    for (SourceProgress progress : marker.getSources()) {
      reached
          .get(commandPartition)
          .merge(
              new Source(progress.getTopic(), progress.getPartition()),
              new Reached(
                  progress.getNextOffset(), progress.getEndSeenAtMs().orElse(Reached.NEVER)),
              Reached::max);
    }
    return takeApplied();
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
  synchronized CompletableFuture<Void> applied(Receipt receipt) {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    if (isApplied(receipt)) {
      applied.complete(null);
    } else {
      waiters.add(new Waiter(receipt, applied));
    }
    return applied;
  }

  synchronized boolean isApplied(Receipt receipt) {
    Source source = new Source(receipt.topic(), receipt.partition());
    return !reached.isEmpty()
        && reached.stream()
            .map(partition -> partition.get(source))
            .allMatch(mapped -> mapped != null && mapped.nextOffset() > receipt.offset());
  }

  /**
   * The closed time: every event stored before it is applied here. Empty until markers of every
   * source partition were read from every command partition.
   */
  synchronized Optional<Instant> closedTime() {
    if (newest == null) {
      return Optional.empty();
    }
    long closed = Long.MAX_VALUE;
    for (SourceTopic topic : newest.getSourcePartitions()) {
      for (int i = 0; i < topic.getPartitions(); i++) {
        closed = Math.min(closed, endSeenEverywhere(new Source(topic.getTopic(), i)));
      }
    }
    boolean known = closed != Reached.NEVER && closed != Long.MAX_VALUE;
    return known ? Optional.of(Instant.ofEpochMilli(closed)) : Optional.empty();
  }

  private long endSeenEverywhere(Source source) {
    long closed = Long.MAX_VALUE;
    for (Map<Source, Reached> partition : reached) {
      Reached mapped = partition.get(source);
      closed = Math.min(closed, mapped == null ? Reached.NEVER : mapped.endSeenAtMs());
    }
    return closed;
  }
}
