// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.Question;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.events.values.Receipt;
import dev.freshet.http.Answer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes events and says where they stand, or where they are applied. Safe for any thread; waits
 * only as {@link LogWriter} does.
 */
final class Publishing {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int MULTI_STATUS = 207;

  private final LogWriter log;
  private final AppliedWatch watch;
  private final String topic;

  Publishing(LogWriter log, AppliedWatch watch, String topic) {
    this.log = log;
    this.watch = watch;
    this.topic = topic;
  }

  /**
   * Publishes one event.
   *
   * @param wait for how long to wait until it is applied, if at all
   */
  CompletableFuture<Answer> publish(ReceivedEvent event, Optional<Duration> wait) {
    return write(event, wait.isPresent())
        .thenCompose(
            stored -> {
              JsonObject json = BatchItem.stored(event.id(), stored).json();
              return wait.isEmpty()
                  ? CompletableFuture.completedFuture(Answer.json(ACCEPTED, json))
                  : applied(List.of(stored), wait.get(), json);
            });
  }

  /** Publishes the good ones of a batch, in their order. */
  CompletableFuture<Answer> publish(List<EventReading> readings, Optional<Duration> wait) {
    List<CompletableFuture<BatchItem>> items = new ArrayList<>(readings.size());
    for (EventReading reading : readings) {
      items.add(item(reading, wait.isPresent()));
    }
    return CompletableFuture.allOf(items.toArray(CompletableFuture<?>[]::new))
        .thenCompose(all -> answer(items.stream().map(CompletableFuture::join).toList(), wait));
  }

  private CompletableFuture<BatchItem> item(EventReading reading, boolean awaited) {
    if (reading instanceof EventReading.Good good) {
      String id = good.event().id();
      return write(good.event(), awaited)
          .handle(
              (stored, failure) ->
                  failure == null ? BatchItem.stored(id, stored) : BatchItem.failed(id, failure));
    }
    return CompletableFuture.completedFuture(BatchItem.refused((EventReading.Bad) reading));
  }

  private CompletableFuture<Stored> write(ReceivedEvent event, boolean awaited) {
    return log.write("event " + event.id(), event.toRecord(topic, awaited));
  }

  private CompletableFuture<Answer> answer(List<BatchItem> items, Optional<Duration> wait) {
    JsonObject json = BatchItem.toJson(items);
    List<Stored> stored = items.stream().map(BatchItem::stored).filter(Objects::nonNull).toList();
    if (stored.size() < items.size()) {
      return CompletableFuture.completedFuture(Answer.json(MULTI_STATUS, json));
    }
    return wait.isEmpty() || stored.isEmpty()
        ? CompletableFuture.completedFuture(Answer.json(ACCEPTED, json))
        : applied(stored, wait.get(), json);
  }

  private CompletableFuture<Answer> applied(
      List<Stored> stored, Duration timeout, JsonObject json) {
    List<Receipt> receipts = stored.stream().map(Stored::receipt).toList();
    Instant last = stored.get(stored.size() - 1).at();
    return watch
        .await(Question.events(receipts), last, timeout)
        .thenApply(
            applied ->
                Answer.json(
                    applied.isComplete() ? OK : ACCEPTED, json.put("applied", applied.toJson())));
  }
}
