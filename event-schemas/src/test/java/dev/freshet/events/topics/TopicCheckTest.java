// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCheckTest {
  private static final TopicSpec COMMANDS =
      TopicCatalogue.forEnvironment(Topics.DEFAULT, TopicSizing.production()).specs().get(1);

  @ParameterizedTest
  @CsvSource(
      delimiterString = ";",
      value = {
        "compact,delete ; 604800000",
        "delete,compact ; 604800000",
        "delete, compact ; 604800001",
        "compact,delete ; -1",
      })
  void shouldAcceptWhatServes(String cleanup, String retention) {
    assertEquals(
        List.of(),
        TopicCheck.mismatches(COMMANDS, 12, config(cleanup, retention, "LogAppendTime")));
  }

  @Test
  void shouldNameTopicSettingFoundAndExpected() {
    List<String> mismatches =
        TopicCheck.mismatches(COMMANDS, 6, config("delete", "3600000", "CreateTime"));

    assertEquals(
        List.of(
            "topic freshet.commands: partitions is wrong, found 6, expected 12",
            "topic freshet.commands: cleanup.policy is wrong, found delete, expected compact,delete",
            "topic freshet.commands: message.timestamp.type is wrong, found CreateTime, expected"
                + " LogAppendTime",
            "topic freshet.commands: retention.ms is wrong, found 3600000, expected at least"
                + " 604800000"),
        mismatches);
  }

  @Test
  void shouldNotTakeAnUnansweredSettingForARightOne() {
    Config nothing = new Config(List.of());

    assertEquals(3, TopicCheck.mismatches(COMMANDS, 12, nothing).size());
  }

  @Test
  void shouldReplicateOutsideDev() {
    TopicSpec dev =
        TopicCatalogue.forEnvironment(new Topics("dev"), TopicSizing.dev()).specs().get(1);

    assertEquals(3, COMMANDS.replication());
    assertEquals("2", COMMANDS.advised().get("min.insync.replicas"));
    assertEquals(1, dev.replication());
    assertEquals("1", dev.advised().get("min.insync.replicas"));
    assertEquals("dev.commands", dev.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "straße", "a/b"})
  void shouldRefuseAnEnvironmentThatMakesNoTopicName(String environment) {
    assertThrows(IllegalArgumentException.class, () -> new Topics(environment));
  }

  @Test
  void shouldRefuseASizingThatCouldNeverWrite() {
    assertThrows(
        IllegalArgumentException.class, () -> new TopicSizing(1, 1, 2, 3, Duration.ofDays(1)));
    assertThrows(IllegalArgumentException.class, () -> new TopicSizing(1, 1, 1, 1, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> new TopicSizing(0, 1, 1, 1, Duration.ofDays(1)));
  }

  private static Config config(String cleanup, String retention, String timestamps) {
    return new Config(
        Map.of(
                "cleanup.policy", cleanup,
                "retention.ms", retention,
                "message.timestamp.type", timestamps)
            .entrySet()
            .stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .toList());
  }
}
