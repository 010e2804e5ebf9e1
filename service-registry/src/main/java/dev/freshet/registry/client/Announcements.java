// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.RegistryKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an announcer says, step by step. First the registration, until it is stored; from then on
 * heartbeats, so that nobody hears of a member that it does not know.
 *
 * <p>For the announcer's thread, but for the wishes, which any thread may make.
 */
final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(50);

  /** So that a member that was forgotten by mistake is known again. */
  private static final Duration REGISTER_EVERY = Duration.ofMinutes(1);

  private final AnnouncerParts parts;
  private final Supplier<Registration> source;
  private final HeartbeatSource heartbeats;
  private final Runnable wakeUp;
  private final Recurring registering;
  private final Recurring beating;

  private @Nullable Registration registration;
  private long sequence;

  /** Volatile: the producer's thread says when the first registration is stored. */
  private volatile boolean registered;

  /**
   * @param wakeUp called by any thread when there may be something to do sooner than said
   */
  Announcements(
      AnnouncerParts parts,
      Supplier<Registration> source,
      HeartbeatSource heartbeats,
      Runnable wakeUp) {
    this.parts = parts;
    this.source = source;
    this.heartbeats = heartbeats;
    this.wakeUp = wakeUp;
    long nowNanos = parts.nanoTicker().getAsLong();
    this.registering = new Recurring(SHORTEST_GAP, parts.random(), nowNanos);
    this.beating = new Recurring(SHORTEST_GAP, parts.random(), nowNanos);
  }

  void wishHeartbeat() {
    beating.wish();
    wakeUp.run();
  }

  void wishRegistration() {
    registering.wish();
    wakeUp.run();
  }

  /** Sends what is due, and says for how many nanoseconds nothing will be. */
  long step() {
    long nowNanos = parts.nanoTicker().getAsLong();
    if (registering.waitNanos(nowNanos) <= 0) {
      Duration retry = beatEvery();
      registering.begun(nowNanos, REGISTER_EVERY, retry);
      send("registration", registering, this::register);
    }
    if (registered && beating.waitNanos(nowNanos) <= 0) {
      beating.begun(nowNanos, beatEvery(), beatEvery());
      send("heartbeat", beating, this::beat);
    }
    long untilRegistering = registering.waitNanos(nowNanos);
    return registered ? Math.min(untilRegistering, beating.waitNanos(nowNanos)) : untilRegistering;
  }

  private Duration beatEvery() {
    return registration == null
        ? Leases.DEFAULT_HEARTBEAT
        : Duration.ofMillis(registration.getLease().getHeartbeatMs());
  }

  private ProducerRecord<byte[], byte[]> register() {
    Registration current = source.get();
    registration = current;
    return record(parts.topics().registrations(), MemberId.of(current), current);
  }

  private ProducerRecord<byte[], byte[]> beat() {
    Heartbeat heartbeat = nextHeartbeat();
    return record(parts.topics().heartbeats(), MemberId.of(heartbeat), heartbeat);
  }

  private Heartbeat nextHeartbeat() {
    sequence++;
    return heartbeats.beat(sequence, parts.clock().instant());
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, MemberId member, @Nullable SpecificRecord value) {
    return new ProducerRecord<>(
        topic,
        member.toString().getBytes(StandardCharsets.UTF_8),
        value == null ? null : parts.codec().encode(topic, value));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  private void send(String what, Recurring kind, Supplier<ProducerRecord<byte[], byte[]>> next) {
    try {
      parts.producer().send(next.get(), (metadata, failure) -> ended(what, kind, failure));
    } catch (RuntimeException | Error e) {
      // Errors, too: a class that is missing here must not make the member look dead.
      ended(what, kind, e);
    }
  }

  private void ended(String what, Recurring kind, @Nullable Throwable failure) {
    boolean stored = failure == null;
    if (kind.ended(stored)) {
      if (stored) {
        LOG.info("{} is stored again", what);
      } else {
        LOG.warn("{} not stored, is tried again until it is", what, failure);
      }
    }
    if (stored && kind == registering) {
      registered = true;
    }
    wakeUp.run();
  }

  /**
   * Says that the member drains, and that it has left. Waits for the broker.
   *
   * @param patience how long at the most, beyond what the producer blocks
   */
  void goodbye(Duration patience) {
    if (registration == null) {
      return;
    }
    sayThatItDrains();
    try {
      parts.producer().send(tombstone(registration)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.warn("goodbye not stored, the member is missed until its lease ends", e);
    }
  }

  /** If it cannot say how it is any more, it can still say that it has left. */
  private void sayThatItDrains() {
    try {
      Heartbeat last = Heartbeat.newBuilder(nextHeartbeat()).setPhase(MemberPhase.DRAINING).build();
      Future<RecordMetadata> unused =
          parts.producer().send(record(parts.topics().heartbeats(), MemberId.of(last), last));
    } catch (RuntimeException | Error e) {
      LOG.warn("last heartbeat not sent", e);
    }
  }

  private ProducerRecord<byte[], byte[]> tombstone(Registration left) {
    ProducerRecord<byte[], byte[]> tombstone =
        record(parts.topics().registrations(), MemberId.of(left), null);
    tombstone
        .headers()
        .add(
            RegistryKeys.INCARNATION_HEADER,
            left.getIncarnation().getBytes(StandardCharsets.UTF_8));
    return tombstone;
  }
}
