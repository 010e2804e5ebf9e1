// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients and many events. Prints how fast; docs/performance.md has figures. */
@Timeout(180)
class FanOutTest {
  private static final int CLIENTS = 50;
  private static final int EVENTS = 2_000;

  @Test
  void shouldBringEveryEventToEveryClientInOrder() throws Exception {
    MemoryTopic topic = new MemoryTopic();
    FeedLimits limits = new FeedLimits(10_000, 8L << 20, CLIENTS, 1, Duration.ofSeconds(15));
    ExecutorService readers = Executors.newFixedThreadPool(CLIENTS);
    try (RunningStream stream = new RunningStream(topic, limits)) {
      List<CompletableFuture<List<Long>>> received = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Events events = stream.listen("");
        received.add(CompletableFuture.supplyAsync(() -> read(events), readers));
      }

      long began = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        topic.add("payment-api/" + i, "i");
      }
      for (CompletableFuture<List<Long>> one : received) {
        List<Long> offsets = one.get();
        assertEquals(0L, offsets.get(0));
        assertEquals(offsets.stream().sorted().distinct().toList(), offsets);
      }
      double seconds = (System.nanoTime() - began) / 1e9;

      System.out.printf(
          "HTTP stream: %d events to %d clients in %.2f s, %.0f events/s%n",
          EVENTS, CLIENTS, seconds, EVENTS / seconds);
      assertEquals(0, stream.meters.get("freshet.stream.dropped").counter().count());
    } finally {
      readers.shutdownNow();
    }
  }

  private static List<Long> read(Events events) {
    try (events) {
      return events.offsets(EVENTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
