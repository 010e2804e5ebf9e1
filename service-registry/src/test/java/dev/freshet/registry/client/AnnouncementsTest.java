// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.Records;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
  private static final String REGISTRATIONS = Topics.DEFAULT.registrations();
  private static final String HEARTBEATS = Topics.DEFAULT.heartbeats();
  private static final Duration LONG = Duration.ofSeconds(6);

  private final FakeClock clock = FakeClock.startingAt(Records.NOON);
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final AvroCodec codec = AvroCodec.forRegistry("mock://announcements");
  private final List<String> woken = new ArrayList<>();
  private Supplier<Registration> source = () -> Records.registration("p-1", "first");
  private @Nullable Throwable broken;
  private final Announcements announcements =
      new Announcements(
          new AnnouncerParts(
              producer, codec, Topics.DEFAULT, clock, clock.nanoTicker(), new Random(7)),
          () -> source.get(),
          (sequence, now) -> beat(sequence),
          () -> woken.add("woken"));

  @Test
  void shouldSendNoHeartbeatBeforeItsMemberIsKnown() {
    announcements.step();
    clock.advance(LONG);
    announcements.step();
    assertEquals(List.of(REGISTRATIONS), sent());

    boolean unused = producer.completeNext();
    announcements.step();

    assertEquals(List.of(REGISTRATIONS, HEARTBEATS), sent());
    assertEquals("payments/p-1", text(producer.history().get(1).key()));
    assertTrue(woken.size() > 0, "nobody woke the announcer for the first heartbeat");
  }

  @Test
  void shouldCountHeartbeatsFromOneAndSendThemAsOftenAsTheLeaseSays() {
    register();

    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Duration pause = Duration.ofNanos(announcements.step());
      boolean unused = producer.completeNext();
      pause = Duration.ofNanos(announcements.step());
      clock.advance(pause);
      pauses.add(pause);
    }

    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), sequences());
    pauses.forEach(
        pause ->
            assertTrue(
                pause.toMillis() >= 4_000 && pause.toMillis() <= 6_000, () -> pauses.toString()));
  }

  @Test
  void shouldRegisterAgainWhenThatIsWishedAndAboutEveryMinute() {
    register();
    source = () -> Records.registration("p-1", "second");
    announcements.wishRegistration();
    clock.advance(Duration.ofMillis(50));

    announcements.step();
    completeAll();
    Registration changed = decode(Registration.class, REGISTRATIONS, 1);
    assertEquals("second", changed.getIncarnation());

    clock.advance(Duration.ofSeconds(47));
    announcements.step();
    completeAll();
    assertEquals(2, count(REGISTRATIONS));
    clock.advance(Duration.ofSeconds(26));
    announcements.step();
    assertEquals(3, count(REGISTRATIONS));
  }

  @Test
  void shouldLeaveNoQueueBehindWhileTheBrokerIsAway() {
    register();

    for (int i = 0; i < 20; i++) {
      clock.advance(LONG);
      announcements.wishHeartbeat();
      announcements.step();
    }

    assertEquals(List.of(1L), sequences());
    boolean unused = producer.errorNext(new TimeoutException("broker away"));
    clock.advance(LONG);
    announcements.step();
    assertEquals(List.of(1L, 2L), sequences());
  }

  @Test
  void shouldRegisterUntilThatIsStored() {
    announcements.step();
    boolean unused = producer.errorNext(new TimeoutException("broker away"));
    announcements.step();
    assertEquals(1, count(REGISTRATIONS));

    clock.advance(LONG);
    announcements.step();

    assertEquals(2, count(REGISTRATIONS));
    assertEquals(0, count(HEARTBEATS));
  }

  @Test
  void shouldSurviveASourceThatFails() {
    Supplier<Registration> sound = source;
    source =
        () -> {
          throw new IllegalStateException("not yet");
        };
    announcements.step();
    assertEquals(List.of(), sent());

    source = sound;
    clock.advance(LONG);
    announcements.step();

    assertEquals(List.of(REGISTRATIONS), sent());
  }

  @Test
  void shouldSayThatItDrainsAndThatItHasLeft() {
    register();
    announcements.step();
    completeAll();

    announcements.goodbye(Duration.ZERO);

    Heartbeat last = decode(Heartbeat.class, HEARTBEATS, 1);
    assertEquals(MemberPhase.DRAINING, last.getPhase());
    assertEquals(2, last.getSequence());
    ProducerRecord<byte[], byte[]> tombstone = of(REGISTRATIONS).get(1);
    assertEquals("payments/p-1", text(tombstone.key()));
    assertNull(tombstone.value());
    assertEquals(
        "first", text(tombstone.headers().lastHeader(RegistryKeys.INCARNATION_HEADER).value()));
  }

  @Test
  void shouldSayThatItHasLeftEvenIfItCannotSayHowItIs() {
    register();
    broken = new IllegalStateException("closed already");

    announcements.goodbye(Duration.ZERO);

    assertEquals(0, count(HEARTBEATS));
    assertNull(of(REGISTRATIONS).get(1).value());
  }

  @Test
  void shouldGoOnAfterAnErrorInWhatSaysHowItIs() {
    register();
    broken = new NoClassDefFoundError("a class that this JVM does not have");
    announcements.step();
    assertEquals(0, count(HEARTBEATS));

    broken = null;
    clock.advance(LONG);
    announcements.step();

    assertEquals(1, count(HEARTBEATS));
  }

  @Test
  void shouldSayNoGoodbyeIfItNeverSaidWhoItIs() {
    announcements.goodbye(Duration.ZERO);

    assertEquals(List.of(), sent());
  }

  private Heartbeat beat(long sequence) {
    if (broken instanceof Error error) {
      throw error;
    } else if (broken instanceof RuntimeException failure) {
      throw failure;
    }
    return Records.heartbeat("p-1", "first", sequence);
  }

  private void register() {
    announcements.step();
    completeAll();
  }

  private void completeAll() {
    boolean more = true;
    while (more) {
      more = producer.completeNext();
    }
  }

  private List<String> sent() {
    return producer.history().stream().map(ProducerRecord::topic).toList();
  }

  private List<ProducerRecord<byte[], byte[]>> of(String topic) {
    return producer.history().stream().filter(each -> each.topic().equals(topic)).toList();
  }

  private int count(String topic) {
    return of(topic).size();
  }

  private List<Long> sequences() {
    return of(HEARTBEATS).stream()
        .map(each -> codec.decode(address(HEARTBEATS), each.value(), Heartbeat.class))
        .map(Heartbeat::getSequence)
        .toList();
  }

  private <T extends org.apache.avro.specific.SpecificRecord> T decode(
      Class<T> type, String topic, int index) {
    return codec.decode(address(topic), of(topic).get(index).value(), type);
  }

  private static RecordAddress address(String topic) {
    return new RecordAddress(topic, 0, 0);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
