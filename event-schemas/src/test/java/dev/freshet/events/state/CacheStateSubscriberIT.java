// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.NodeLeft;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaBehindProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheStateSubscriberIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Topics topics = new Topics(Environments.unique());
  private final AvroCodec codec = AvroCodec.forRegistry("mock://subscriber-it");
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private KafkaBehindProxy kafka;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  void start() {
    kafka = KafkaBehindProxy.start();
    Map<String, Object> direct = Map.of("bootstrap.servers", kafka.directServers());
    admin = Admin.create(direct);
    TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    producer = new KafkaProducer<>(direct, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  void stop() {
    producer.close();
    admin.close();
    codec.close();
    kafka.close();
  }

  private StreamCursor report(String subject, SpecificRecord details) throws Exception {
    byte[] value = codec.encode(topics.cacheState(), StateTopic.event(subject, details));
    return new StreamCursor(
        0, producer.send(new ProducerRecord<>(topics.cacheState(), value)).get().offset());
  }

  private CacheStateBuilder builder(String servers) {
    return CacheStateSubscriber.builder(Map.of("bootstrap.servers", servers), codec)
        .environment(topics.environment());
  }

  @Test
  void shouldHearWhatIsReportedBeforeAndAfterACut() throws Exception {
    try (CacheStateSubscriber subscriber =
        builder(kafka.proxiedServers())
            .subject("cut/*")
            .on(NodeJoined.class, (event, joined) -> heard.add("joined " + joined.getNode()))
            .on(NodeLeft.class, (event, left) -> heard.add("left " + left.getNode()))
            .start()) {
      StreamCursor first = report("cut/1", new NodeJoined("cut/1", "i"));
      await().atMost(PATIENCE).until(() -> heard.contains("joined cut/1"));
      await().atMost(PATIENCE).until(() -> subscriber.cursor().equals(Optional.of(first)));

      kafka.proxy().cut();
      report("cut/2", new NodeJoined("cut/2", "i"));
      kafka.proxy().heal();
      report("cut/1", new NodeLeft("cut/1", "i"));

      await().atMost(PATIENCE).until(() -> heard.contains("left cut/1"));
      assertEquals(List.of("joined cut/1", "joined cut/2", "left cut/1"), heard);
      assertEquals(Optional.empty(), subscriber.failure());
    }
  }

  @Test
  void shouldLeaveToAnotherOfItsGroupWhatItDidNotHandle() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    for (int i = 1; i <= 3; i++) {
      report("group/" + i, new NodeJoined("group/" + i, "i"));
    }
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    try (CacheStateSubscriber failing =
        group(before)
            .handler(
                event -> {
                  first.add(event.subject());
                  if (first.size() == 2) {
                    throw new IllegalStateException("stopped");
                  }
                })
            .start()) {
      await().atMost(PATIENCE).until(() -> failing.failure().isPresent());
    }
    try (CacheStateSubscriber heir =
        group(before).handler(event -> second.add(event.subject())).start()) {
      await()
          .atMost(PATIENCE)
          .until(() -> heir.failure().isPresent() || second.contains("group/3"));
    }

    assertEquals(List.of("group/1", "group/2"), first);
    assertEquals(List.of("group/2", "group/3"), second);
  }

  private CacheStateBuilder group(Instant before) {
    return builder(kafka.directServers())
        .group(topics.environment())
        .subject("group/*")
        .from(Start.at(before))
        .closeWithin(PATIENCE);
  }

  @Test
  void shouldTellWhatRetentionRemoved() throws Exception {
    StreamCursor first = report("gap/1", new NodeJoined("gap/1", "i"));
    StreamCursor second = report("gap/2", new NodeJoined("gap/2", "i"));
    StreamCursor third = report("gap/3", new NodeJoined("gap/3", "i"));
    TopicPartition partition = new TopicPartition(topics.cacheState(), 0);

    // Other tests read what they wrote at once, or behind this.
    try (CacheStateReader sleeping =
        builder(kafka.directServers()).subject("gap/*").from(Start.after(first)).reader()) {
      admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(third.offset())))
          .all()
          .get();

      List<StreamItem> read =
          await()
              .atMost(PATIENCE)
              .until(() -> sleeping.poll(Duration.ofMillis(200)), items -> !items.isEmpty());
      assertEquals(new Gap(second, third), read.get(0));
      await().atMost(PATIENCE).until(() -> !sleeping.poll(Duration.ofMillis(200)).isEmpty());
      assertTrue(sleeping.cursor().orElseThrow().offset() >= third.offset());
    }
  }
}
