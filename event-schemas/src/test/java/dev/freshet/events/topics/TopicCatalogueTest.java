// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.LogIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
  private final MockAdminClient cluster = MockAdminClient.create().numBrokers(1).build();
  private final TopicCatalogue catalogue =
      TopicCatalogue.forEnvironment(Topics.DEFAULT, TopicSizing.dev());

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void shouldCreateWhatIsMissingAndAcceptItTheNextTime() throws Exception {
    catalogue.ensure(cluster);
    catalogue.ensure(cluster);

    assertEquals(
        Set.of(
            "freshet.events",
            "freshet.commands",
            "freshet.commands.shadow",
            "freshet.rules",
            "freshet.registrations",
            "freshet.heartbeats",
            "freshet.registry",
            "freshet.hot-keys",
            "freshet.warmup.inbox",
            "freshet.warmup.status",
            "freshet.cache-state",
            "freshet.dead-letters"),
        cluster.listTopics().names().get());
  }

  @Test
  void shouldForgiveAnotherStarterThatWasFirst() {
    TopicAdmin topics = new TopicAdmin(cluster);
    assertEquals(catalogue.specs(), topics.missing(catalogue.specs()));

    topics.create(catalogue.specs());
    topics.create(catalogue.specs());

    assertEquals(List.of(), topics.missing(catalogue.specs()));
  }

  @Test
  void shouldNameTheTopicThatCannotBeCreated() {
    TopicCatalogue large = TopicCatalogue.forEnvironment(Topics.DEFAULT, TopicSizing.production());

    var error = assertThrows(KafkaException.class, () -> large.ensure(cluster));

    assertTrue(
        String.valueOf(error.getMessage()).startsWith("topic freshet.events: cannot be created: "),
        error.toString());
  }

  @Test
  void shouldNameAllMismatchesOfAllTopicsAtOnce() {
    cluster.createTopics(
        List.of(
            new NewTopic("freshet.rules", 2, (short) 1)
                .configs(Map.of("cleanup.policy", "compact")),
            new NewTopic("freshet.events", 4, (short) 1)
                .configs(Map.of("cleanup.policy", "compact"))));

    var error = assertThrows(TopicMismatchException.class, () -> catalogue.ensure(cluster));

    assertEquals(
        List.of(
            "topic freshet.events: cleanup.policy is wrong, found compact, expected delete",
            "topic freshet.rules: partitions is wrong, found 2, expected 1"),
        error.mismatches());
    assertEquals(String.join("\n", error.mismatches()), error.getMessage());
  }

  @Test
  void shouldTellACommandLogFromItsSuccessorOfTheSameName() throws Exception {
    catalogue.ensure(cluster);
    LogIdentity before = CommandTopic.identify(cluster, Topics.DEFAULT);

    cluster.deleteTopics(List.of("freshet.commands")).all().get();
    catalogue.ensure(cluster);
    LogIdentity after = CommandTopic.identify(cluster, Topics.DEFAULT);

    assertEquals(4, before.partitions());
    assertEquals(false, before.equals(after));
    assertEquals(after, CommandTopic.identify(cluster, Topics.DEFAULT));
  }

  @Test
  void shouldSayThatThereIsNoCommandLog() {
    assertThrows(
        UnknownTopicOrPartitionException.class,
        () -> CommandTopic.identify(cluster, new Topics("elsewhere")));
  }
}
