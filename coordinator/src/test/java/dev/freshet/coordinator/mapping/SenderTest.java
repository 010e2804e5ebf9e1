// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static dev.freshet.coordinator.mapping.MappingDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.InvalidationCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of {@code coalesce}, {@code repeatAfter} and {@code limits} of rules. */
class SenderTest {
  private static final Duration MS_50 = Duration.ofMillis(50);
  private static final String USER = "user:{userId}";

  private final String registry = "mock://" + UUID.randomUUID();
  private MappingDriver driver = driver(Map.of(), 1_000);

  private MappingDriver driver(Map<String, byte[]> held, int most) {
    return new MappingDriver(
        registry, Patience.within(Patience.DEFAULT), new MappingDriver.HeldBefore(held, most));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldSendOneCommandForAllEventsWithinCoalesce() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    long storedAtMs = driver.clock.millis();
    pay(1);
    driver.pass(MS_50);
    pay(1);
    pay(2);
    assertEquals(List.of(), driver.commands());

    driver.pass(Duration.ofMillis(200));

    List<InvalidationCommand> commands = driver.commands();
    assertEquals(
        List.of("t|user:1", "t|user:2"),
        commands.stream().map(InvalidationCommand::getTarget).toList());
    Cause cause = commands.get(0).getCause().orElseThrow();
    assertEquals(0, cause.getOffset());
    assertEquals(7, cause.getRevision());
    assertEquals(storedAtMs, commands.get(0).getEventStoredAtMs().orElseThrow());
    assertEquals(storedAtMs + 200, commands.get(0).getIssuedAtMs());
    assertEquals(
        2, driver.count("freshet.commands.held", "rule", "payments/paid", "kind", "coalesced"));
    assertEquals(
        1, driver.count("freshet.commands.merged", "rule", "payments/paid", "kind", "coalesced"));
    assertEquals(2, driver.count("freshet.commands", "rule", "payments/paid"));
  }

  @Test
  void shouldReportHeldCommandWhenItIsSent() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    pay(1);
    assertEquals(List.of(), driver.reports(Invalidated.class));

    driver.pass(Duration.ofMillis(200));

    assertEquals("t|user:1", driver.reports(Invalidated.class).get(0).getTarget());
  }

  @Test
  void shouldNotPutCoalescedCommandOffForLaterEvents() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    List<Long> issuedAtMs = new ArrayList<>();
    long startMs = driver.clock.millis();

    for (int i = 0; i < 20; i++) {
      pay(1);
      driver.pass(MS_50);
      driver.commands().forEach(command -> issuedAtMs.add(command.getIssuedAtMs() - startMs));
    }

    assertEquals(List.of(200L, 400L, 600L, 800L, 1_000L), issuedAtMs);
  }

  @Test
  void shouldSendAtOnceIfAnotherRuleWantsIt() {
    rules(TestRules.tag("slow", USER, "coalesce: 200ms"), TestRules.tag("fast", USER));

    pay(1);

    assertEquals("fast", driver.commands().get(0).getCause().orElseThrow().getRule());
    driver.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), driver.targets());
  }

  @Test
  void shouldKeepRuleAndRevisionThatMatched() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    pay(1);
    driver.applyRules("payments", 8, TestRules.payments(TestRules.tag("other", "bill")));
    driver.pass(Duration.ofMillis(200));

    TestRecord<byte[], byte[]> command = driver.read(TOPICS.commands()).get(0);

    assertEquals("payments/paid", header(command.headers(), "freshet_rule_id"));
    assertEquals("7", header(command.headers(), "freshet_rule_rev"));
    assertEquals("t|user:1", new String(command.key(), UTF_8));
  }

  @Test
  void shouldSendHeldCommandsOfRulesThatAreNoMore() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    pay(1);
    rules(TestRules.tag("paid", USER, "mode: shadow"));
    pay(2);
    driver.applyRules("payments", (byte @Nullable []) null);
    pay(3);

    driver.pass(Duration.ofMillis(200));

    assertEquals(List.of("t|user:1"), driver.targets());
  }

  /** It costs a load too many, and needs no thought: the log says what is later, not the events. */
  @Test
  void shouldSendHeldCommandBehindOneOfLaterEventForItsTarget() {
    rules(
        TestRules.tag("slow", USER, "coalesce: 200ms"),
        TestRules.tag("fast", USER).replace("payment.success", "payment.failed"));
    pay(1);
    driver.publish("payment.failed", Map.of("userId", 1L));
    assertEquals(List.of("fast"), causes());

    driver.pass(Duration.ofMillis(200));

    assertEquals(List.of("slow"), causes());
  }

  private List<String> causes() {
    return driver.commands().stream()
        .map(command -> command.getCause().orElseThrow().getRule())
        .toList();
  }

  @Test
  void shouldSendCommandOnceMore() {
    rules(TestRules.tag("paid", USER, "repeatAfter: 1s"));
    pay(1);
    TestRecord<byte[], byte[]> first = driver.read(TOPICS.commands()).get(0);
    assertEquals(null, header(first.headers(), "freshet_repeat"));
    driver.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), driver.targets());

    driver.pass(Duration.ofMillis(100));

    TestRecord<byte[], byte[]> repeat = driver.read(TOPICS.commands()).get(0);
    assertEquals("t|user:1", new String(repeat.key(), UTF_8));
    assertEquals("1", header(repeat.headers(), "freshet_repeat"));
    assertEquals("7", header(repeat.headers(), "freshet_rule_rev"));
    driver.pass(Duration.ofSeconds(5));
    assertEquals(List.of(), driver.targets());
  }

  @Test
  void shouldRepeatAfterEachOfConstantEvents() {
    rules(TestRules.tag("paid", USER, "repeatAfter: 1s"));
    List<Long> eventsAtMs = new ArrayList<>();
    List<Long> repeatsAtMs = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      if (i < 150) {
        pay(1);
        eventsAtMs.add(driver.clock.millis());
      }
      driver.pass(Duration.ofMillis(20));
      for (TestRecord<byte[], byte[]> record : driver.read(TOPICS.commands())) {
        if (header(record.headers(), "freshet_repeat") != null) {
          repeatsAtMs.add(record.timestamp());
        }
      }
    }

    for (long eventAtMs : eventsAtMs) {
      assertTrue(
          repeatsAtMs.stream()
              .anyMatch(at -> at >= eventAtMs + 1_000 && at <= eventAtMs + 1_000 + 100 + 50),
          "no repeat for the event at " + eventAtMs + ": " + repeatsAtMs);
    }
    assertTrue(repeatsAtMs.size() <= 31, repeatsAtMs.toString());
  }

  @Test
  void shouldRepeatAfterCoalescedCommand() {
    rules(TestRules.tag("paid", USER, "coalesce: 1s") + "    repeatAfter: 500ms\n");
    pay(1);

    driver.pass(Duration.ofMillis(1_050));
    assertEquals(List.of("t|user:1"), driver.targets());

    driver.pass(Duration.ofMillis(450));
    assertEquals(List.of(), driver.targets());

    driver.pass(Duration.ofMillis(200));
    assertEquals(List.of("t|user:1"), driver.targets());
  }

  @Test
  void shouldInvalidateRegionsInsteadAboveLimit() {
    rules(TestRules.tag("paid", USER, "limits: {commandsPerSecond: 2, burst: 3}"));
    for (int user = 0; user < 10; user++) {
      pay(user);
    }
    assertEquals(List.of("t|user:0", "t|user:1", "t|user:2"), driver.targets());

    driver.pass(Duration.ofSeconds(1));

    List<TestRecord<byte[], byte[]>> instead = driver.read(TOPICS.commands());
    assertEquals(1, instead.size());
    assertTrue(!new String(instead.get(0).key(), UTF_8).startsWith("t|"), "not a region");
    assertEquals("1", header(instead.get(0).headers(), "freshet_limited"));
    assertEquals(7, driver.count("freshet.rule.limited", "rule", "payments/paid"));
    pay(20);
    pay(21);
    pay(22);
    assertEquals(List.of("t|user:20", "t|user:21"), driver.targets());
  }

  @Test
  void shouldNotCountEventsThatShareHeldCommandAgainstLimit() {
    rules(
        TestRules.tag("paid", USER, "coalesce: 200ms")
            + "    limits: {commandsPerSecond: 1, burst: 1}\n");
    for (int i = 0; i < 10; i++) {
      pay(1);
    }

    driver.pass(Duration.ofMillis(200));

    assertEquals(List.of("t|user:1"), driver.targets());
  }

  @Test
  void shouldLeaveNothingBehindThatWasSent() {
    rules(TestRules.tag("paid", USER, "coalesce: 200ms"));
    pay(1);
    assertEquals(1, driver.held().size());

    driver.pass(Duration.ofMillis(300));

    assertEquals(Map.of(), driver.held());
  }

  @Test
  void shouldNotTouchStoreForRulesThatSendAtOnce() {
    rules(TestRules.tag("paid", USER));

    pay(1);

    assertEquals(Map.of(), driver.held());
    assertEquals(List.of("t|user:1"), driver.targets());
  }

  @Test
  void shouldSendWhatAnotherTaskHeld() {
    rules(
        TestRules.tag("paid", USER, "coalesce: 1m"),
        TestRules.tag("lagging", "bill", "repeatAfter: 2s"));
    pay(1);
    Map<String, byte[]> left = driver.held();
    driver.close();
    assertEquals(2, left.size());

    driver = driver(left, 1_000);
    driver.pass(MS_50);

    List<InvalidationCommand> commands = driver.commands();
    assertEquals(
        List.of("t|user:1"), commands.stream().map(InvalidationCommand::getTarget).toList());
    assertEquals(7, commands.get(0).getCause().orElseThrow().getRevision());
    driver.pass(Duration.ofMillis(1_900));
    assertEquals(List.of(), driver.targets());
    driver.pass(Duration.ofMillis(300));
    assertEquals(List.of("t|bill"), driver.targets());
    assertEquals(Map.of(), driver.held());
  }

  @Test
  void shouldNotMergeIntoWhatAnotherTaskHeld() {
    rules(TestRules.tag("paid", USER, "repeatAfter: 10s"));
    pay(1);
    Map<String, byte[]> left = driver.held();
    driver.close();

    driver = driver(left, 1_000);
    rules(TestRules.tag("paid", USER, "repeatAfter: 10s"));
    pay(1);

    assertEquals(2, driver.held().size());
  }

  @Test
  void shouldInvalidateEverythingIfHeldCommandIsUnreadable() {
    driver.close();

    driver =
        driver(
            Map.of("coalesced 1 1 x", new byte[] {1, 2, 3}, "no id", new byte[] {0, 0, 0, 0, 1}),
            1_000);
    driver.pass(MS_50);

    assertEquals(List.of("*", "*"), driver.targets());
    driver.pass(MS_50);
    assertEquals(Map.of(), driver.held());
  }

  @Test
  void shouldDropNothingWhenTooManyAreHeld() {
    driver.close();
    driver = driver(Map.of(), 3);
    rules(
        TestRules.tag("paid", USER, "coalesce: 1s"),
        TestRules.tag("lagging", "bill:{userId}", "repeatAfter: 2s"));

    for (int user = 0; user < 5; user++) {
      pay(user);
    }

    // Two fit of the first kind and one of the second.
    assertEquals(
        List.of(
            "t|bill:0",
            "t|bill:1",
            "t|user:2",
            "t|bill:2",
            "t|user:3",
            "t|bill:3",
            "t|user:4",
            "t|bill:4"),
        driver.targets());
    assertEquals(3, driver.count("freshet.commands.overflowed", "kind", "coalesced"));
    driver.pass(Duration.ofMillis(1_050));
    assertEquals(List.of("t|user:0", "t|user:1"), driver.targets());
    driver.pass(Duration.ofMillis(1_200));
    assertEquals(Set.of("t|bill:0", "*"), Set.copyOf(driver.targets()));
  }

  @Test
  void shouldWriteShadowCommandsToTheirOwnTopicAsTheyAre() {
    rules(
        TestRules.tag("shadowed", USER, "mode: shadow")
            + "    coalesce: 1s\n    repeatAfter: 2s\n"
            + "    limits: {commandsPerSecond: 1, burst: 5}\n");

    pay(1);
    pay(1);

    List<TestRecord<byte[], byte[]>> shadow = driver.read(TOPICS.shadowCommands());
    assertEquals(2, shadow.size());
    TestRecord<byte[], byte[]> first = shadow.get(0);
    assertEquals("t|user:1", new String(first.key(), UTF_8));
    assertEquals("payments/shadowed", header(first.headers(), "freshet_rule_id"));
    assertEquals("7", header(first.headers(), "freshet_rule_rev"));
    assertEquals("1000", header(first.headers(), "freshet_coalesce_ms"));
    assertEquals("2000", header(first.headers(), "freshet_repeat_after_ms"));
    assertEquals("1", header(first.headers(), "freshet_commands_per_second"));
    assertEquals("5", header(first.headers(), "freshet_burst"));
    InvalidationCommand command =
        driver.codec.decode(
            MappingDriver.somewhere(TOPICS.shadowCommands()),
            first.value(),
            InvalidationCommand.class);
    assertEquals("shadowed", command.getCause().orElseThrow().getRule());
    driver.pass(Duration.ofSeconds(5));
    assertEquals(List.of(), driver.read(TOPICS.commands()));
    assertEquals(List.of(), driver.reports(Invalidated.class));
    assertEquals(2, driver.count("freshet.shadow.commands", "rule", "payments/shadowed"));
  }

  @Test
  void shouldNotMatchRuleThatExpiredBeforeEventWasStored() {
    rules(TestRules.tag("old", USER, "expires: 2029-12-31"), TestRules.tag("now", "bill"));

    pay(1);

    assertEquals(List.of("t|bill"), driver.targets());
  }

  private void rules(String... rules) {
    driver.applyRules("payments", 7, TestRules.payments(rules));
  }

  private void pay(long user) {
    driver.publish("payment.success", Map.of("userId", user));
  }
}
