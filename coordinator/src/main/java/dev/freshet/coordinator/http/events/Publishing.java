// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to Kafka. Immutable and safe for any thread.
 *
 * @param readings what was read of the request
 * @param writes of the good ones, in the same order; of the bad ones nothing
 */
record Publishing(List<EventReading> readings, List<CompletableFuture<Stored>> writes) {

  private static final Duration RETRY = Duration.ofSeconds(2);

  Publishing {
    readings = List.copyOf(readings);
    writes = List.copyOf(writes);
  }

  /**
   * Begins to write the good ones, in their order. Waits only as {@link LogWriter} does.
   *
   * @param awaited whether somebody waits for them to be applied
   */
  static Publishing begin(
      LogWriter log, String topic, List<EventReading> readings, boolean awaited) {
    List<CompletableFuture<Stored>> writes = new ArrayList<>(readings.size());
    @Nullable ProblemException away = null;
    for (EventReading reading : readings) {
      if (reading instanceof EventReading.Good good) {
        ReceivedEvent event = good.event();
        CompletableFuture<Stored> write =
            away == null
                ? log.write("event " + event.id(), event.toRecord(topic, awaited))
                : CompletableFuture.failedFuture(notTried(event, away));
        writes.add(write);
        away = away == null ? notStored(write).orElse(null) : away;
      }
    }
    return new Publishing(readings, writes);
  }

  /**
   * Why a write has failed, if Kafka does not take records. Each further one would wait for it for
   * seconds, on a worker.
   */
  private static Optional<ProblemException> notStored(CompletableFuture<Stored> write) {
    if (write.isCompletedExceptionally()) {
      try {
        Stored unused = write.join();
      } catch (CompletionException e) {
        return Stages.cause(e) instanceof ProblemException known
                && known.problem().type().equals(ApiCode.NOT_STORED.type())
            ? Optional.of(known)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static ProblemException notTried(ReceivedEvent event, ProblemException away) {
    return ProblemException.of(
            ApiCode.NOT_STORED, "event " + event.id() + ": not tried, " + away.problem().detail())
        .retryAfter(RETRY);
  }

  /** Completes when Kafka has said of each whether it is stored; never fails. */
  CompletableFuture<Publishing> settled() {
    return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
        .handle((all, failure) -> this);
  }

  /** What became of each, once that is settled. */
  List<BatchItem> items() {
    List<BatchItem> items = new ArrayList<>(readings.size());
    int write = 0;
    for (EventReading reading : readings) {
      items.add(
          reading instanceof EventReading.Good good
              ? item(good.event(), writes.get(write++))
              : BatchItem.refused((EventReading.Bad) reading));
    }
    return items;
  }

  private static BatchItem item(ReceivedEvent event, CompletableFuture<Stored> write) {
    try {
      return new BatchItem.Accepted(event.id(), write.join());
    } catch (CompletionException e) {
      return BatchItem.failed(event.id(), e);
    }
  }
}
