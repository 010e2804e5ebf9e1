// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;

/**
 * What an announcer works with. It closes none of it.
 *
 * @param producer sends the records; how long it may block bounds how late a heartbeat can be
 * @param codec writes them
 * @param topics where to
 * @param clock the time that heartbeats carry
 * @param nanoTicker elapsed time, as {@link System#nanoTime()}
 * @param random spreads the heartbeats of many members
 */
public record AnnouncerParts(
    Producer<byte[], byte[]> producer,
    AvroCodec codec,
    Topics topics,
    InstantSource clock,
    LongSupplier nanoTicker,
    RandomGenerator random) {

  /** With the clocks of this machine. */
  public static AnnouncerParts of(
      Producer<byte[], byte[]> producer, AvroCodec codec, Topics topics) {
    return new AnnouncerParts(
        producer,
        codec,
        topics,
        InstantSource.system(),
        System::nanoTime,
        RandomGenerator.getDefault());
  }
}
