// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.http.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes orders for whoever plans warm-up runs, and knows what was ordered. Safe for any thread;
 * waits for the schema registry, and else as {@link LogWriter} does.
 */
final class RunOrders {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int RADIX = 36;

  /** Planners refuse ids of more than 200 characters. */
  private static final int LONGEST_NAME = 160;

  private static final int TAIL = 5;

  private final LogWriter log;
  private final AvroCodec codec;
  private final String inbox;
  private final String origin;
  private final InstantSource clock;
  private final KnownRuns known;
  private final SecureRandom random = new SecureRandom();

  RunOrders(WarmupOperations.Parts parts, KnownRuns known) {
    this.log = parts.log();
    this.codec = parts.codec();
    this.inbox = parts.topics().warmupInbox();
    this.origin = parts.origin();
    this.clock = parts.clock();
    this.known = known;
  }

  /** An id that no run has: the job, the time in seconds, and something random behind it. */
  String newId(String ruleSet, String job) {
    String name = ruleSet + "." + job;
    StringBuilder id = new StringBuilder(name.substring(0, Math.min(LONGEST_NAME, name.length())));
    id.append('.').append(clock.instant().getEpochSecond()).append('-');
    for (int i = 0; i < TAIL; i++) {
      id.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return id.toString();
  }

  /**
   * Orders a run.
   *
   * @param expected the run as it will be, until planners tell of it
   */
  CompletableFuture<Stored> start(StartRun order, WarmupRun expected) {
    return write(order.getRun(), order).whenComplete((stored, failure) -> note(expected, failure));
  }

  /** Orders that a run ends. */
  CompletableFuture<Stored> cancel(CancelRun order) {
    return write(order.getRun(), order);
  }

  /**
   * Orders that what failed in a run is tried in another.
   *
   * @param expected the other run as it will be, until planners tell of it
   */
  CompletableFuture<Stored> retry(RetryRun order, WarmupRun expected) {
    return write(order.getNewRun(), order)
        .whenComplete((stored, failure) -> note(expected, failure));
  }

  private void note(WarmupRun expected, @Nullable Throwable failure) {
    if (failure == null) {
      known.ordered(expected);
    }
  }

  private CompletableFuture<Stored> write(String run, SpecificRecord order) {
    WarmupMessage message = new WarmupMessage(origin, clock.millis(), order);
    return log.write(
        "order for run " + run, new ProducerRecord<>(inbox, run.getBytes(UTF_8), encode(message)));
  }

  private byte[] encode(WarmupMessage message) {
    try {
      return codec.encode(inbox, message);
    } catch (RegistryUnavailableException e) {
      throw ProblemException.of(ApiCode.NOT_STORED, String.valueOf(e.getMessage()))
          .retryAfter(RETRY);
    }
  }
}
