// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleSetPublisherIT {
  private static final String REGION =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: regions, owner: test}
      regions:
        - name: history
          key: history:{userId}
          ttl: 15m
      """;
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: rules, owner: test}
      rules:
        - id: changed
          event: user.changed
          invalidate:
            - key: history:{userId}
      """;

  private final Topics topics = new Topics(Environments.unique());
  private final RuleSetPublisher publisher =
      RuleSetPublisher.connect(
          KafkaFixture.bootstrapServers(), "mock://" + topics.environment(), topics.environment());

  @BeforeEach
  void makeTopics() {
    try (Admin admin = Admin.create(kafka())) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void shouldCountRevisionsOfEachSet() {
    List<RuleSetRevision> first = publish(set("regions", REGION), set("rules", RULES));
    List<RuleSetRevision> second = publish(set("rules", RULES.replace("changed", "updated")));

    assertEquals(List.of(1L, 1L), first.stream().map(RuleSetRevision::getRevision).toList());
    assertEquals(2, second.get(0).getRevision());
    assertEquals("author", second.get(0).getAuthor());
    assertEquals("reason", second.get(0).getReason());
  }

  @Test
  void shouldStoreNoRevisionIfNothingHasChanged() {
    List<RuleSetRevision> first = publish(set("regions", REGION));

    List<RuleSetRevision> again = publish(set("regions", REGION));

    assertEquals(first, again);
  }

  @Test
  void shouldRefuseErrorsAndStoreNothing() {
    InvalidRuleFileException refusal =
        assertThrows(
            InvalidRuleFileException.class,
            () -> publish(set("regions", REGION), set("rules", RULES.replace("event:", "evnt:"))));

    assertTrue(String.valueOf(refusal.getMessage()).contains("rules.yaml:"));
    assertEquals(1, publish(set("regions", REGION)).get(0).getRevision());
  }

  @Test
  void shouldRefuseWhatBreaksSetInForce() {
    publish(set("regions", REGION), set("rules", RULES));

    assertThrows(
        InvalidRuleFileException.class,
        () -> publish(set("regions", REGION.replace("history", "other"))));
  }

  @Test
  void shouldRefuseTwoSourcesOfOneName() {
    assertThrows(
        InvalidRuleFileException.class,
        () -> publish(set("regions", REGION), set("regions", REGION)));
  }

  @Test
  void shouldReplaceUnreadableRevision() throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka(), bytes, bytes)) {
      producer
          .send(
              new ProducerRecord<>(
                  topics.rules(), "regions".getBytes(UTF_8), "no Avro".getBytes(UTF_8)))
          .get();
    }

    assertEquals(1, publish(set("regions", REGION)).get(0).getRevision());
  }

  private List<RuleSetRevision> publish(RuleSource... sets) {
    return publisher.publish(List.of(sets), "author", "reason");
  }

  private static RuleSource set(String name, String yaml) {
    return new RuleSource(name, name + ".yaml", 0, yaml);
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
  }
}
