// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.log;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.http.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes commands that somebody gives by hand. Safe for any thread. */
public final class CommandLog {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final LogWriter log;
  private final AvroCodec codec;
  private final Topics topics;
  private final String origin;
  private final InstantSource clock;

  /**
   * A log of commands.
   *
   * @param origin what commands call this coordinator
   */
  public CommandLog(
      LogWriter log, AvroCodec codec, Topics topics, String origin, InstantSource clock) {
    this.log = log;
    this.codec = codec;
    this.topics = topics;
    this.origin = origin;
    this.clock = clock;
  }

  /**
   * Writes a command; fails as {@link LogWriter#write} does.
   *
   * @param reason why, for people
   * @param awaited whether somebody waits for it to be applied: nodes then say so at once
   * @throws dev.freshet.http.problem.ProblemException if the cluster does not say how many
   *     partitions there are, or the schema registry does not answer
   */
  public CompletableFuture<Stored> write(Target target, String reason, boolean awaited) {
    InvalidationCommand command =
        new InvalidationCommand(target.text(), origin, null, reason, clock.millis(), null);
    String topic = topics.commands();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            // Not Kafka's choice: nodes look for a target's commands in its own partition.
            CommandTopic.partitionOf(target, log.partitions(topic)),
            target.text().getBytes(StandardCharsets.UTF_8),
            encode(topic, command));
    if (awaited) {
      EventHeaders.await(record.headers());
    }
    return log.write("command " + target.text(), record);
  }

  private byte[] encode(String topic, InvalidationCommand command) {
    try {
      return codec.encode(topic, command);
    } catch (RegistryUnavailableException e) {
      throw ProblemException.of(ApiCode.NOT_STORED, String.valueOf(e.getMessage()))
          .retryAfter(RETRY);
    }
  }
}
