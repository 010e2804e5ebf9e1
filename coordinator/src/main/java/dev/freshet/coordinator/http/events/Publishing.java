// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Events on their way to Kafka. Immutable and safe for any thread.
 *
 * @param readings what was read of the request
 * @param writes of the good ones, in the same order; of the bad ones nothing
 */
record Publishing(List<EventReading> readings, List<CompletableFuture<Stored>> writes) {

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
    for (EventReading reading : readings) {
      if (reading instanceof EventReading.Good good) {
        ReceivedEvent event = good.event();
        writes.add(log.write("event " + event.id(), event.toRecord(topic, awaited)));
      }
    }
    return new Publishing(readings, writes);
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
      return BatchItem.stored(event.id(), write.join());
    } catch (CompletionException e) {
      return BatchItem.failed(event.id(), e);
    }
  }
}
