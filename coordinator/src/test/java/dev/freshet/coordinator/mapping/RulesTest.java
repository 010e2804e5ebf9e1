// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRefused;
import dev.freshet.events.avro.RuleSetRevision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final String FIRST = TestRules.payments(TestRules.tag("paid", "first:{userId}"));
  private static final String SECOND = TestRules.payments(TestRules.tag("paid", "second:{userId}"));

  private final MappingDriver driver = new MappingDriver();

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldMapByNewRevisionFromNextEventOn() {
    driver.applyRules("payments", 1, FIRST);
    publish();

    driver.applyRules("payments", 2, SECOND);
    publish();

    assertEquals(List.of("t|first:1", "t|second:1"), driver.targets());
    assertEquals(2, driver.meters.get("freshet.rule.revision").gauge().value());
  }

  @Test
  void shouldReportRevisionThatIsInForce() {
    driver.applyRules("payments", 4, FIRST);

    driver.tick();
    driver.tick();

    assertEquals(List.of(new RuleSetApplied("payments", 4L)), driver.reports(RuleSetApplied.class));
  }

  @Test
  void shouldKeepLastGoodRevisionIfNewestHasErrors() {
    driver.applyRules("payments", 1, FIRST);
    publish();

    driver.applyRules("payments", 2, FIRST.replace("event:", "evnt:"));
    publish();
    driver.tick();
    driver.tick();

    assertEquals(List.of("t|first:1", "t|first:1"), driver.targets());
    List<RuleSetRefused> refused = driver.reports(RuleSetRefused.class);
    assertEquals(1, refused.size());
    assertEquals(2, refused.get(0).getRevision());
    assertTrue(refused.get(0).getMessage().contains("payments@2:"), refused.get(0).getMessage());
    assertEquals(1, driver.count("freshet.rule.refusals", "ruleset", "payments"));
  }

  /** Else the report would be too large to be written, and be waited for in vain. */
  @Test
  void shouldReportRefusalWithManyErrorsInShort() {
    StringBuilder text = new StringBuilder(FIRST);
    for (int rule = 0; rule < 100; rule++) {
      text.append(TestRules.history("r" + rule).replace("payment:history", "nowhere"));
    }
    driver.applyRules("payments", 1, text.toString());
    driver.tick();

    String message = driver.reports(RuleSetRefused.class).get(0).getMessage();
    assertTrue(message.length() <= 2_001, message);
    assertTrue(message.startsWith("payments@1:"), message);
  }

  @Test
  void shouldCompileSetsOfOneStartTogether() {
    String user =
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: user, owner: user-service}
        rules:
          - id: changed
            event: user.updated
            invalidate:
              - key: payment:history:{userId}
        """;

    driver.applyRules("user", 1, user);
    driver.applyRules("payments", 1, FIRST);
    driver.publish("user.updated", Map.of("userId", 1L));

    assertEquals(List.of("k|payment:history:1"), driver.targets());
    assertEquals(List.of(), driver.reports(RuleSetRefused.class));
  }

  @Test
  void shouldRemoveSetOnTombstone() {
    driver.applyRules("payments", 1, FIRST);
    publish();

    driver.applyRules("payments", (byte[]) null);
    publish();

    assertEquals(List.of("t|first:1"), driver.targets());
  }

  @Test
  void shouldOutliveUnreadableRecord() {
    driver.applyRules("payments", 1, FIRST);
    driver.applyRules("payments", "no Avro".getBytes(UTF_8));
    publish();
    driver.tick();

    assertEquals(List.of("t|first:1"), driver.targets());
    assertEquals(1, driver.reports(RuleSetRefused.class).size());
  }

  @Test
  void shouldRefuseTextThatIsNotWhatItsHashSays() {
    driver.applyRules("payments", 1, FIRST);
    driver.applyRules(
        "payments",
        new RuleSetRevision("payments", 2L, "00", "author", "", 0L, SECOND, null, null, false));
    publish();
    driver.tick();

    assertEquals(List.of("t|first:1"), driver.targets());
    assertTrue(driver.reports(RuleSetRefused.class).get(0).getMessage().startsWith("content hash"));
  }

  private void publish() {
    driver.publish("payment.success", Map.of("userId", 1L));
  }
}
