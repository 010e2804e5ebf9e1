// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is to be heard of tasks: reports for whoever plans, and dead letters. What was
 * written is stored when the future completes. Safe for any thread.
 */
final class LastWords {
  /** Stable codes in the header {@code freshet_reason}. */
  static final String UNREADABLE = "warmup-task-unreadable";

  static final String UNDONE = "warmup-task-failed";
  static final String KEYS_FAILED = "warmup-keys-failed";

  private static final int LONGEST_MESSAGE = 2_000;

  private final Producer<byte[], byte[]> producer;
  private final AvroCodec avro;
  private final Topics topics;
  private final String worker;
  private final InstantSource clock;
  private final Executor executor;

  /**
   * Writes with a producer, which it does not close.
   *
   * @param executor in which sending may block; not the producer's own thread
   */
  LastWords(
      Producer<byte[], byte[]> producer,
      AvroCodec avro,
      Topics topics,
      String worker,
      InstantSource clock,
      Executor executor) {
    this.producer = producer;
    this.avro = avro;
    this.topics = topics;
    this.worker = worker;
    this.clock = clock;
    this.executor = executor;
  }

  /** Tells the planner. */
  CompletableFuture<Void> report(String run, Object content) {
    return send(
        () -> {
          WarmupMessage message =
              WarmupMessage.newBuilder()
                  .setFrom(worker)
                  .setSentAtMs(clock.millis())
                  .setContent(content)
                  .build();
          return new ProducerRecord<>(
              topics.warmupInbox(), bytes(run), avro.encode(topics.warmupInbox(), message));
        });
  }

  /**
   * Tells the planner, and waits until it is stored.
   *
   * @throws IllegalStateException if it is not
   */
  void reportAndWait(String run, Object content) throws InterruptedException {
    try {
      report(run, content).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("run " + run + ": report not stored", e.getCause());
    }
  }

  /** A task as it is. */
  CompletableFuture<Void> deadLetter(
      ConsumerRecord<byte[], byte[]> original, String reason, String message) {
    return send(() -> deadLetter(original, original.value(), reason, message));
  }

  /** A task of which only these keys have failed: with them alone. */
  CompletableFuture<Void> deadLetter(
      ConsumerRecord<byte[], byte[]> original,
      WarmupTask task,
      List<String> failedKeys,
      String message) {
    return send(
        () -> {
          WarmupTask rest =
              WarmupTask.newBuilder(task).setWork(new LoadKeys(List.copyOf(failedKeys))).build();
          byte[] value = avro.encode(original.topic(), rest);
          return deadLetter(original, value, KEYS_FAILED, failedKeys.size() + " keys: " + message);
        });
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> original,
      byte @Nullable [] value,
      String reason,
      String message) {
    Headers headers = new RecordHeaders(original.headers().toArray());
    put(headers, "freshet_reason", reason);
    put(headers, "freshet_message", shortened(message));
    put(headers, "freshet_topic", original.topic());
    put(headers, "freshet_partition", Integer.toString(original.partition()));
    put(headers, "freshet_offset", Long.toString(original.offset()));
    return new ProducerRecord<>(topics.deadLetters(), null, original.key(), value, headers);
  }

  private static void put(Headers headers, String name, String text) {
    headers.remove(name).add(name, bytes(text));
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Makes a record, which may fail. */
  @FunctionalInterface
  private interface Making {
    ProducerRecord<byte[], byte[]> make();
  }

  private CompletableFuture<Void> send(Making making) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    executor.execute(() -> send(making, stored));
    return stored;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  private void send(Making making, CompletableFuture<Void> stored) {
    try {
      producer.send(
          making.make(),
          (metadata, failure) -> {
            if (failure == null) {
              stored.complete(null);
            } else {
              stored.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      stored.completeExceptionally(e);
    }
  }
}
