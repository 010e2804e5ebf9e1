// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A thousand cache-state events a second, to fifty clients of the stream: how many of them come,
 * how late, and what that costs the coordinator. Between is Kafka, as always.
 */
final class FanOut {
  private static final String TOPIC = Backends.TOPICS.cacheState();
  private static final int CLIENTS = 50;
  private static final int PER_SECOND = 1_000;
  private static final String LOST = "not delivered";
  private static final String MEDIAN = "delay, p50";
  private static final String SLOW = "delay, p99";
  private static final String CPU = "CPU";

  private final Stack stack;
  private final Server coordinator;
  private final Effort effort;

  FanOut(Stack stack, Server coordinator, Effort effort) {
    this.stack = stack;
    this.coordinator = coordinator;
    this.effort = effort;
  }

  Trial trial() {
    return new Trial(
        "stream, %,d events/s to %d clients".formatted(PER_SECOND, CLIENTS),
        List.of(
            Claim.of(LOST, "events").atMost(0),
            Claim.of(MEDIAN, "ms"),
            Claim.of(SLOW, "ms"),
            Claim.of(CPU, "% of a core")),
        this::measure);
  }

  private List<Reading> measure() throws Exception {
    try (AvroCodec codec = AvroCodec.forRegistry(stack.registryUrl());
        Producer<byte[], byte[]> producer = stack.producer();
        Listeners listeners = Listeners.connect(coordinator.port("http"), CLIENTS)) {
      Reports reports = new Reports(producer, codec);
      Pace.evenly(PER_SECOND, effort.warmup(), reports::send);
      listeners.await(reports.sent());
      listeners.forget();
      reports.forget();
      double percent =
          coordinator.percent(() -> Pace.evenly(PER_SECOND, Pace.window(effort), reports::send));
      int sent = reports.sent();
      listeners.await(sent);
      Histogram micros = reports.delays(listeners);
      return List.of(
          new Reading(LOST, (double) CLIENTS * sent - micros.getTotalCount()),
          new Reading(MEDIAN, micros.getValueAtPercentile(50) / 1e3),
          new Reading(SLOW, micros.getValueAtPercentile(99) / 1e3),
          new Reading(CPU, percent));
    }
  }

  /** What is sent, and when. */
  private static final class Reports {
    private final Producer<byte[], byte[]> producer;
    private final AvroCodec codec;
    private final List<Long> sentNanos = new ArrayList<>();
    private final List<Future<RecordMetadata>> stored = new ArrayList<>();

    Reports(Producer<byte[], byte[]> producer, AvroCodec codec) {
      this.producer = producer;
      this.codec = codec;
    }

    void send(int number) {
      CacheStateEvent event =
          CacheStateEvent.newBuilder()
              .setId("b-" + number)
              .setTimeMs(System.currentTimeMillis())
              .setOrigin("benchmark")
              .setSubject("k|user:profile:" + number)
              .setDetails(
                  Invalidated.newBuilder()
                      .setTarget("k|user:profile:" + number)
                      .setRuleSet("users")
                      .setRule("user-updated")
                      .setRevision(3L)
                      .setEventId("e-" + number)
                      .setEventType("user.updated")
                      .build())
              .build();
      sentNanos.add(System.nanoTime());
      stored.add(producer.send(new ProducerRecord<>(TOPIC, codec.encode(TOPIC, event))));
    }

    int sent() {
      return stored.size();
    }

    void forget() {
      sentNanos.clear();
      stored.clear();
    }

    Histogram delays(Listeners listeners) throws Exception {
      Histogram micros = new Histogram(3);
      for (int number = 0; number < stored.size(); number++) {
        long offset = stored.get(number).get().offset();
        for (long heardNanos : listeners.heardNanos(offset)) {
          micros.recordValue(Math.max(0, heardNanos - sentNanos.get(number)) / 1_000);
        }
      }
      return micros;
    }
  }
}
