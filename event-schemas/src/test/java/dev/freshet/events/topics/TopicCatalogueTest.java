// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.events.values.LogIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
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
            "freshet.rules",
            "freshet.cache-state",
            "freshet.dead-letters"),
        cluster.listTopics().names().get());
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
    LogIdentity before = CommandLog.identify(cluster, Topics.DEFAULT);

    cluster.deleteTopics(List.of("freshet.commands")).all().get();
    catalogue.ensure(cluster);
    LogIdentity after = CommandLog.identify(cluster, Topics.DEFAULT);

    assertEquals(4, before.partitions());
    assertEquals(false, before.equals(after));
    assertEquals(after, CommandLog.identify(cluster, Topics.DEFAULT));
  }

  @Test
  void shouldSayThatThereIsNoCommandLog() {
    assertThrows(
        UnknownTopicOrPartitionException.class,
        () -> CommandLog.identify(cluster, new Topics("elsewhere")));
  }
}
