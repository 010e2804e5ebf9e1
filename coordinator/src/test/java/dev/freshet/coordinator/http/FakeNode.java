// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A node that says of itself what a test wants, and is not missed while it says nothing. It says so
 * on the topics, as real ones do. Belongs to one thread.
 */
public final class FakeNode implements AutoCloseable {
  private static final int PARTITIONS = 16;

  private final KafkaProducer<byte[], byte[]> producer;
  private final AvroCodec codec;
  private final Topics topics;
  private final MemberId id;
  private long sequence;

  /** A node that has registered, is up, and has applied nothing. */
  public FakeNode(String kafka, AvroCodec codec, Topics topics, MemberId id) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka), bytes, bytes);
    this.codec = codec;
    this.topics = topics;
    this.id = id;
    Registration registration = registration();
    write(topics.registrations(), registration);
    write(
        topics.registry(),
        RegistryEntry.newBuilder()
            .setRegistration(registration)
            .setState(MemberStatus.UP)
            .setReason("")
            .setSinceMs(now())
            .setConditions(List.of())
            .setObserver("test")
            .build());
    beat(0, 0);
  }

  /** The region that it holds, besides those of rule files. */
  public static final String REGION = "code:only";

  private Registration registration() {
    RegionHolding holding =
        new RegionHolding(REGION, "code:only:{id}", List.of(), true, false, null, null);
    return new Registration(
        id.service(),
        id.instance(),
        "start-1",
        now(),
        null,
        null,
        null,
        new MemberLease(60_000L, 1_800_000L, 3_600_000L),
        List.of(holding),
        Map.of());
  }

  /** Says that all events and commands before these offsets are applied, in every partition. */
  public void beat(long nextEvent, long nextCommand) {
    List<Watermark> watermarks =
        IntStream.range(0, PARTITIONS).mapToObj(i -> new Watermark(i, 0, nextCommand)).toList();
    List<SourceApplied> applied =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new SourceApplied(topics.events(), i, nextEvent))
            .toList();
    write(
        topics.heartbeats(),
        new Heartbeat(
            id.service(),
            id.instance(),
            "start-1",
            ++sequence,
            now(),
            MemberPhase.RUNNING,
            List.of(),
            watermarks,
            applied,
            now(),
            Map.of(),
            List.of(new RegionStatus(REGION, 17L, 0L, 0L, 0L, 0L, 0L, 0)),
            null,
            null,
            null));
  }

  /** The number of its last heartbeat. */
  public long sequence() {
    return sequence;
  }

  private static long now() {
    return Instant.now().toEpochMilli();
  }

  private void write(String topic, SpecificRecord record) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                id.toString().getBytes(StandardCharsets.UTF_8),
                codec.encode(topic, record)));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
