// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicCatalogueIT {
  private final Topics topics = new Topics(Environments.unique());
  private final TopicCatalogue catalogue = TopicCatalogue.forEnvironment(topics, TopicSizing.dev());
  private final Admin admin =
      Admin.create(Map.of("bootstrap.servers", KafkaFixture.bootstrapServers()));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void shouldLetManyStartersCreateAndAcceptTheSameTopics() {
    CompletableFuture<?>[] starters =
        Stream.generate(() -> CompletableFuture.runAsync(() -> catalogue.ensure(admin)))
            .limit(4)
            .toArray(CompletableFuture[]::new);

    CompletableFuture.allOf(starters).join();

    catalogue.ensure(admin);
    assertEquals(4, CommandTopic.identify(admin, topics).partitions());
  }

  @Test
  void shouldNameEveryTopicThatIsNotWhatItMustBe() throws ExecutionException, InterruptedException {
    NewTopic deletedTopic = new NewTopic(topics.rules(), 1, (short) 1);
    NewTopic commands =
        new NewTopic(topics.commands(), 2, (short) 1)
            .configs(Map.of("cleanup.policy", "delete", "retention.ms", "1000"));
    admin.createTopics(List.of(deletedTopic, commands)).all().get();

    var error = assertThrows(TopicMismatchException.class, () -> catalogue.ensure(admin));

    List<String> named =
        error.mismatches().stream()
            .map(mismatch -> mismatch.replace(topics.environment(), "freshet"))
            .toList();
    assertEquals(
        List.of(
            "topic freshet.commands: partitions is wrong, found 2, expected 4",
            "topic freshet.commands: cleanup.policy is wrong, found delete, expected compact,delete",
            "topic freshet.commands: message.timestamp.type is wrong, found CreateTime, expected"
                + " LogAppendTime",
            "topic freshet.commands: retention.ms is wrong, found 1000, expected at least 604800000",
            "topic freshet.rules: cleanup.policy is wrong, found delete, expected compact"),
        named);
  }

  @Test
  void shouldTellATopicThatWasCreatedAgainFromTheOldOne()
      throws ExecutionException, InterruptedException {
    catalogue.ensure(admin);
    LogIdentity before = CommandTopic.identify(admin, topics);

    admin.deleteTopics(List.of(topics.commands())).all().get();
    await().until(() -> !admin.listTopics().names().get().contains(topics.commands()));
    catalogue.ensure(admin);

    assertNotEquals(before, CommandTopic.identify(admin, topics));
  }
}
