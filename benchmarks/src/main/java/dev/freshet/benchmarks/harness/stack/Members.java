// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.form.Registrations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Nodes that are nothing but what they say of themselves: each holds ten regions and follows twelve
 * partitions. For one thread.
 */
public final class Members {
  private static final int REGIONS = 10;
  private static final int PARTITIONS = 12;
  private static final String START = "first";

  /** Heard every five seconds, and not missed while something else is measured. */
  private static final MemberLease PATIENT =
      new MemberLease(
          Leases.DEFAULT_HEARTBEAT.toMillis(),
          Leases.LONGEST_EXPIRY.dividedBy(2).toMillis(),
          Leases.LONGEST_EXPIRY.toMillis());

  private final Producer<byte[], byte[]> producer;
  private final AvroCodec codec;
  private final Topics topics;
  private final long[] sequences;
  private final boolean[] degraded;

  /** So many members, of which nobody has heard yet. */
  public Members(Producer<byte[], byte[]> producer, AvroCodec codec, Topics topics, int count) {
    this.producer = producer;
    this.codec = codec;
    this.topics = topics;
    this.sequences = new long[count];
    this.degraded = new boolean[count];
  }

  /** Who a member is. */
  public static MemberId id(int member) {
    return new MemberId("shop", "n-" + member);
  }

  /** A member says what it holds. */
  public void register(int member) {
    Registrations.Builder registration =
        Registrations.builder(id(member), START).lease(PATIENT).startedAt(Instant.now());
    for (int region = 0; region < REGIONS; region++) {
      registration.holds(
          RegionHolding.newBuilder()
              .setRegion("region-" + region)
              .setKeyTemplate("region-" + region + ":{userId}")
              .setTags(List.of("user:{userId}"))
              .setL1(true)
              .setL2(true)
              .build());
    }
    Registration built = registration.build();
    send(topics.registrations(), member, built);
  }

  /** A member says how it is. */
  public void beat(int member) {
    send(topics.heartbeats(), member, heartbeat(member));
  }

  /** All of them say how they are. */
  public void beatAll() {
    for (int member = 0; member < sequences.length; member++) {
      beat(member);
    }
  }

  /** From the next heartbeat on something does not hold, or holds again; says what follows. */
  public MemberStatus flip(int member) {
    degraded[member] = !degraded[member];
    return degraded[member] ? MemberStatus.DEGRADED : MemberStatus.UP;
  }

  private Heartbeat heartbeat(int member) {
    sequences[member]++;
    long position = sequences[member];
    return Heartbeat.newBuilder()
        .setService(id(member).service())
        .setInstance(id(member).instance())
        .setIncarnation(START)
        .setSequence(position)
        .setSentAtMs(System.currentTimeMillis())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(
            List.of(
                condition("LogFollowed", true),
                condition("L2Available", !degraded[member]),
                condition("Fresh", true)))
        .setWatermarks(
            IntStream.range(0, PARTITIONS).mapToObj(p -> new Watermark(p, 0, position)).toList())
        .setApplied(
            IntStream.range(0, PARTITIONS)
                .mapToObj(p -> new SourceApplied(topics.events(), p, position))
                .toList())
        .setRuleSets(Map.of("users", 3L))
        .setRegions(
            IntStream.range(0, REGIONS)
                .mapToObj(
                    r -> new RegionStatus("region-" + r, 1L, position, position, 4L, 5L, 6L, 7))
                .toList())
        .build();
  }

  private static MemberCondition condition(String type, boolean holds) {
    ConditionStatus status = holds ? ConditionStatus.TRUE : ConditionStatus.FALSE;
    return new MemberCondition(type, status, holds ? "Well" : "Unwell", "", 0L);
  }

  private void send(String topic, int member, SpecificRecord value) {
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                topic, id(member).toString().getBytes(UTF_8), codec.encode(topic, value)));
  }
}
