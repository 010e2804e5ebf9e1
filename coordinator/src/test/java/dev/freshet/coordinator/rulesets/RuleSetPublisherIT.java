// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
  private final RuleSetPublisher publisher = connect();

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

  @Test
  void shouldRefuseRevisionThatIsNotExpected() {
    publish(set("regions", REGION));
    publish(set("regions", REGION.replace("15m", "20m")));

    RulesChangedException refusal =
        assertThrows(
            RulesChangedException.class,
            () ->
                publisher.publish(
                    List.of(set("rules", RULES), set("regions", REGION)),
                    Authorship.of("late", ""),
                    Map.of("regions", Expected.revision(1))));

    assertTrue(
        String.valueOf(refusal.getMessage())
            .startsWith("rule set regions: revision is 2, expected 1; applied by author at 20"),
        refusal.getMessage());
    assertEquals(Set.of("regions"), publisher.names());
    assertEquals(2, publisher.history("regions").current());
  }

  @Test
  void shouldLetOneOfTwoRacingPublishersWin() throws Exception {
    publish(set("regions", REGION));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> races = new ArrayList<>();
    try (RuleSetPublisher other = connect()) {
      for (RuleSetPublisher racer : List.of(publisher, other)) {
        String text = REGION.replace("15m", races.size() + 1 + "h");
        races.add(threads.submit(() -> isFirst(racer, text)));
      }

      assertEquals(1, (races.get(0).get() ? 1 : 0) + (races.get(1).get() ? 1 : 0));
      assertEquals(2, publisher.history("regions").revisions().size());
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isFirst(RuleSetPublisher racer, String text) {
    try {
      List<RuleSetRevision> revisions =
          racer.publish(
              List.of(set("regions", text)),
              Authorship.of("racer", ""),
              Map.of("regions", Expected.revision(1)));
      return revisions.get(0).getRevision() == 2;
    } catch (RulesChangedException e) {
      return false;
    }
  }

  @Test
  void shouldFenceOffPublisherThatHasReadButNotWritten() {
    publish(set("regions", REGION));
    try (Cluster cluster = new Cluster(topics, kafka());
        AvroCodec codec = AvroCodec.forRegistry(registry());
        RulesTopic slow = new RulesTopic(cluster, codec)) {

      assertThrows(
          RulesTopic.FencedException.class,
          () ->
              slow.change(
                  table -> {
                    publish(set("regions", REGION.replace("15m", "1h")));
                    return remove(table);
                  }));

      assertEquals(2, publisher.history("regions").current());
    }
  }

  @Test
  void shouldBeginAnewIfAnotherPublisherCameBetween() {
    publish(set("regions", REGION));
    AtomicBoolean first = new AtomicBoolean(true);
    InstantSource intruder =
        () -> {
          if (first.getAndSet(false)) {
            publish(set("regions", REGION.replace("15m", "1h")));
          }
          return Instant.EPOCH;
        };
    try (RuleSetPublisher slow =
        new RuleSetPublisher(
            new Cluster(topics, kafka()), AvroCodec.forRegistry(registry()), intruder)) {

      List<RuleSetRevision> revisions =
          slow.publish(List.of(set("regions", REGION.replace("15m", "2h"))), "slow", "");

      assertEquals(3, revisions.get(0).getRevision());
      assertEquals(revisions, slow.current());
    }
  }

  private static Draft remove(RulesTable table) {
    return Draft.of(
        table,
        List.of(new Draft.Edit.Remove("regions", Expected.revision(1))),
        Authorship.of("slow", ""),
        Instant.EPOCH);
  }

  @Test
  void shouldGoOnBehindPublisherThatWasKilledInItsTransaction() throws Exception {
    List<RuleSetRevision> first = publish(set("regions", REGION));
    try (Cluster cluster = new Cluster(topics, kafka())) {
      Producer<String, byte[]> killed = cluster.producer();
      killed.initTransactions();
      killed.beginTransaction();
      assertTrue(
          killed.send(new ProducerRecord<>(topics.rules(), "regions", null)).get().hasOffset());
      killed.close(Duration.ZERO);

      List<RuleSetRevision> next = publish(set("rules", RULES));

      assertEquals(1, next.get(0).getRevision());
      assertEquals(List.of(first.get(0), next.get(0)), publisher.current());
    }
  }

  @Test
  void shouldStoreTheLongestTextThatMayBe() {
    int line = 100;
    String comment = "#" + "\u9999".repeat(line - 2) + "\n";
    String longest = REGION + comment.repeat((1_000_000 - REGION.length()) / line);

    publish(set("regions", longest));
    publish(set("regions", longest + "# one more\n"));

    assertEquals(Optional.of(longest), publisher.get("regions", 1).map(RuleSetRevision::getYaml));
  }

  @Test
  void shouldSayWhichTextIsTooLongForItsTopic() {
    StringBuilder text = new StringBuilder(REGION);
    Random random = new Random(1);
    while (text.length() < 900_000) {
      text.append("# ");
      random.ints(100, 0x4e00, 0x9fff).forEach(text::appendCodePoint);
      text.append('\n');
    }

    RecordTooLargeException refusal =
        assertThrows(RecordTooLargeException.class, () -> publish(set("regions", text.toString())));

    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("rules: regions@1 has 2"),
        refusal.getMessage());
    assertEquals(1, publish(set("regions", REGION)).get(0).getRevision());
  }

  @Test
  void shouldNotWaitForTransactionThatCannotEnd() {
    RuleSetRevision before = publish(set("regions", REGION)).get(0);
    RuleSetRevision huge = RuleSetRevision.newBuilder(before).setYaml("x".repeat(8 << 20)).build();
    List<Draft.Write> writes =
        List.of(new Draft.Write("regions@2", huge), new Draft.Write("regions", huge));
    try (Cluster cluster = new Cluster(topics, kafka());
        AvroCodec codec = AvroCodec.forRegistry(registry());
        RulesTopic topic = new RulesTopic(cluster, codec)) {

      assertTimeout(
          Duration.ofMinutes(1),
          () ->
              assertThrows(
                  RecordTooLargeException.class,
                  () -> topic.change(table -> new Draft(List.of(huge), writes))));
    }
    assertEquals(List.of(before), publisher.current());
  }

  @Test
  void shouldBringEarlierRevisionBackAsNewOne() {
    publish(set("regions", REGION));
    publish(set("regions", REGION.replace("15m", "1h")));

    RuleSetRevision back =
        publisher.rollback("regions", 1, Authorship.of("ann", "too long"), Expected.revision(2));

    assertEquals(3, back.getRevision());
    assertEquals(REGION, back.getYaml());
    assertEquals(1, back.getRestores().orElseThrow());
    assertEquals(List.of(back), publisher.current());
    RuleSetHistory history = publisher.history("regions");
    assertEquals(
        List.of(3L, 2L, 1L),
        history.revisions().stream().map(RuleSetRevision::getRevision).toList());
    assertEquals(3, history.current());
    assertEquals(Optional.of(REGION), publisher.get("regions", 1).map(RuleSetRevision::getYaml));
  }

  @Test
  void shouldRefuseRollbackToTextThatNoLongerFits() {
    publish(set("regions", REGION), set("rules", RULES));
    publish(set("rules", RULES.replace("key: history:{userId}", "tag: none")));
    publish(set("regions", REGION.replace("history", "past")));

    InvalidRuleFileException refusal =
        assertThrows(
            InvalidRuleFileException.class,
            () -> publisher.rollback("rules", 1, Authorship.of("ann", ""), Expected.any()));

    assertTrue(String.valueOf(refusal.getMessage()).contains("rules@1:"), refusal.getMessage());
    assertEquals(2, publisher.history("rules").current());
  }

  @Test
  void shouldRefuseRemovalThatBreaksAnotherSet() {
    publish(set("regions", REGION), set("rules", RULES));

    assertThrows(
        InvalidRuleFileException.class,
        () -> publisher.remove("regions", Authorship.of("ann", ""), Expected.any()));

    assertEquals(2, publisher.current().size());
  }

  @Test
  void shouldKeepHistoryOfRemovedSetAndCountOn() {
    publish(set("regions", REGION));

    RuleSetRevision removal =
        publisher.remove("regions", Authorship.of("ann", "unused"), Expected.revision(1));

    assertTrue(removal.getRemoved());
    assertEquals(List.of(), publisher.current());
    assertEquals(0, publisher.history("regions").current());
    assertEquals(List.of(removal), publisher.history("regions").revisions().subList(0, 1));
    List<RuleSetRevision> again =
        publisher.publish(
            List.of(set("regions", REGION)),
            new Authorship("bob", "", "abc123"),
            Map.of("regions", Expected.revision(0)));
    assertEquals(3, again.get(0).getRevision());
    assertEquals(Optional.of("abc123"), again.get(0).getGitSha());
  }

  @Test
  void shouldSayAtOnceThatNobodyRuns() {
    List<RuleSetRevision> revisions = publish(set("regions", REGION));

    assertEquals(
        new Confirmation.NobodyRuns(), publisher.awaitInForce(revisions, Duration.ofDays(1)));
  }

  @Test
  void shouldRememberWhoPaused() {
    assertEquals(Optional.empty(), publisher.control());

    MappingControl paused = publisher.pause("ann", "bad purge");
    MappingControl again = publisher.pause("bob", "me too");

    assertEquals("ann", again.getAuthor());
    assertEquals(Optional.of(paused), publisher.control());
    publisher.resume("bob", "");
    assertEquals(Optional.of(false), publisher.control().map(MappingControl::getPaused));
    assertEquals(Set.of(), publisher.names());
  }

  private RuleSetPublisher connect() {
    return RuleSetPublisher.connect(
        KafkaFixture.bootstrapServers(), registry(), topics.environment());
  }

  private String registry() {
    return "mock://" + topics.environment();
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
