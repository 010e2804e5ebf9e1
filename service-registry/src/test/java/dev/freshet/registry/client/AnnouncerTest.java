// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.Records;
import dev.freshet.registry.form.Registrations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  /** For a goodbye that is going to be stored, however busy the machine is. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Duration SOON = Duration.ofMillis(100);

  /** None comes by itself while a test runs. */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  private final AvroCodec codec = AvroCodec.forRegistry("mock://announcer");

  private Announcer announce(MockProducer<byte[], byte[]> producer, Duration goodbye) {
    return Announcer.start(
        AnnouncerParts.of(producer, codec, Topics.DEFAULT),
        () ->
            Registrations.builder(Records.member("p-1"), "first")
                .startedAt(Records.NOON)
                .heartbeatEvery(SELDOM)
                .build(),
        (sequence, now) -> Records.heartbeat("p-1", "first", sequence),
        goodbye);
  }

  @Test
  void shouldRegisterBeatWhenToldAndLeave() {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Announcer announcer = announce(producer, LONG);
    await().atMost(LONG).until(() -> producer.history().size() == 2);

    announcer.beatNow();
    await().atMost(LONG).until(() -> producer.history().size() == 3);
    announcer.close();

    assertEquals(
        List.of(
            Topics.DEFAULT.registrations(),
            Topics.DEFAULT.heartbeats(),
            Topics.DEFAULT.heartbeats(),
            Topics.DEFAULT.heartbeats(),
            Topics.DEFAULT.registrations()),
        producer.history().stream().map(ProducerRecord::topic).toList());
  }

  @Test
  void shouldHoldNobodyUpWhileTheProducerBlocks() {
    BlockedProducer producer = new BlockedProducer();
    Announcer announcer = announce(producer, SOON);
    await().atMost(LONG).until(() -> producer.blocked.getCount() == 0);

    assertTimeoutPreemptively(
        LONG,
        () -> {
          announcer.beatNow();
          announcer.registrationChanged();
          announcer.close();
        });

    await().atMost(LONG).until(() -> producer.interrupted.getCount() == 0);
  }

  /** As the real one with no broker in reach, but for longer. */
  private static final class BlockedProducer extends MockProducer<byte[], byte[]> {
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      blocked.countDown();
      try {
        never.await();
        throw new IllegalStateException("never counted down");
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw new InterruptException(e);
      }
    }
  }
}
