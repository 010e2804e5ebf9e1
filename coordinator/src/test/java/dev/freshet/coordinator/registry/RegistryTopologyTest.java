// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.RegistryKeys;
import dev.freshet.registry.keeping.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryTopologyTest {
  private static final Duration LONG = Duration.ofSeconds(31);

  private final RegistryDriver driver = new RegistryDriver();

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldWriteStatesAndReportEvents() {
    driver.register("a", "1");
    assertEquals(MemberStatus.JOINING, driver.state("a"));

    driver.beat("a", "1", 1);

    assertEquals(MemberStatus.UP, driver.state("a"));
    CacheStateEvent joined = driver.events().get(0);
    assertEquals("shop/a", joined.getSubject());
    assertEquals(RegistryDriver.OBSERVER, joined.getOrigin());
    driver.pass(LONG);
    assertEquals(MemberStatus.GONE, driver.state("a"));
    assertEquals(List.of("NodeSuspect", "NodeLost"), driver.reports());
  }

  @Test
  void shouldWriteNothingForHeartbeatsThatChangeNothing() {
    driver.register("a", "1");
    driver.beat("a", "1", 1);
    driver.pass(Duration.ofSeconds(1));
    driver.registry();
    driver.events();

    for (int sequence = 2; sequence < 10; sequence++) {
      driver.beat("a", "1", sequence);
      driver.pass(Duration.ofSeconds(5));
    }

    assertEquals(List.of(), driver.read(RegistryDriver.TOPICS.registry()));
    assertEquals(List.of(), driver.read(RegistryDriver.TOPICS.cacheState()));
  }

  @Test
  void shouldForgetMemberThatSaidNoGoodbyeEverywhere() {
    driver.register("a", "1");
    driver.writeRegistration("!drain/shop/a", order("a"));

    driver.pass(LONG.plus(Registry.FORGET_AFTER));

    assertFalse(driver.registry().containsKey("shop/a"));
    assertTrue(driver.stored().isEmpty());
    List<TestRecord<byte[], byte[]>> tombstones =
        driver.read(RegistryDriver.TOPICS.registrations());
    assertEquals(
        List.of("shop/a", "!drain/shop/a"),
        tombstones.stream().map(record -> new String(record.key(), UTF_8)).toList());
    tombstones.forEach(tombstone -> assertNull(tombstone.value()));
    tombstones.forEach(tombstone -> assertFalse(List.of(tombstone.headers().toArray()).isEmpty()));
  }

  @Test
  void shouldNotTakeOwnTombstoneForGoodbye() {
    driver.register("a", "1");
    driver.pass(LONG.plus(Registry.FORGET_AFTER));
    Headers ours = driver.read(RegistryDriver.TOPICS.registrations()).get(0).headers();
    driver.register("a", "1");
    driver.beat("a", "1", 5);

    driver.writeRegistration("shop/a", null, ours);

    assertEquals(MemberStatus.UP, driver.state("a"));
  }

  @Test
  void shouldTakeTombstoneForGoodbyeOfThatIncarnation() {
    driver.register("a", "1");
    driver.register("a", "2");
    driver.beat("a", "2", 1);

    driver.writeRegistration("shop/a", null, leaving("1"));
    assertEquals(MemberStatus.UP, driver.state("a"));
    assertEquals(1, driver.rejected("replaced-incarnation"));
    driver.writeRegistration("shop/a", null, leaving("2"));

    assertEquals(MemberStatus.GONE, driver.state("a"));
    assertEquals(List.of("NodeJoined", "NodeLeft"), driver.reports());
  }

  private static Headers leaving(String incarnation) {
    return new RecordHeaders().add(RegistryKeys.INCARNATION_HEADER, incarnation.getBytes(UTF_8));
  }

  @Test
  void shouldDrainMemberUntilOrderIsLifted() {
    driver.register("a", "1");
    driver.beat("a", "1", 1);

    driver.writeRegistration(RegistryKeys.drain(new MemberId("shop", "a")), order("a"));
    assertEquals(MemberStatus.DRAINING, driver.state("a"));
    driver.writeRegistration(RegistryKeys.drain(new MemberId("shop", "a")), null);

    assertEquals(MemberStatus.UP, driver.state("a"));
    assertEquals(List.of("NodeJoined", "NodeDraining", "NodeRecovered"), driver.reports());
  }

  @Test
  void shouldGoOnBehindPoison() {
    driver.register("a", "1");

    driver.writeHeartbeat("shop/a", new byte[] {42, 1, 2});
    driver.writeHeartbeat("shop/a", null);
    driver.writeHeartbeat(null, new byte[] {0, 0, 0, 0, 1});
    driver.writeHeartbeat(
        "shop/b",
        driver.codec.encode(RegistryDriver.TOPICS.heartbeats(), driver.heartbeat("a", "1", 1)));
    driver.writeHeartbeat(
        "shop/a", driver.codec.encode(RegistryDriver.TOPICS.heartbeats(), order("a")));
    driver.writeRegistration("!drain/nobody", null);
    driver.beat("a", "1", 1);

    assertEquals(MemberStatus.UP, driver.state("a"));
    List<TestRecord<byte[], byte[]>> letters = driver.read(RegistryDriver.TOPICS.deadLetters());
    assertEquals(
        List.of("not-avro", "empty", "malformed", "malformed", "malformed", "malformed"),
        letters.stream().map(letter -> header(letter, "freshet_reason")).toList());
    assertEquals(4, driver.rejected("malformed"));
    assertEquals(
        "test.heartbeats:0:3: found key shop/b, expected shop/a",
        header(letters.get(3), "freshet_message"));
  }

  @Test
  void shouldNameUnknownMembers() {
    driver.beat("a", "1", 1);

    assertEquals(1, driver.rejected("unknown-member"));
    assertEquals(List.of(), driver.read(RegistryDriver.TOPICS.deadLetters()));
  }

  @Test
  void shouldSayWhenItDoubtsItself() {
    IntStream.range(0, 3).forEach(member -> driver.register("m" + member, "1"));
    driver.pass(Duration.ofSeconds(1));
    assertFalse(impaired());

    driver.pass(LONG);

    assertTrue(impaired());
    assertEquals(MemberStatus.SUSPECT, driver.state("m0"));
    assertEquals(1, driver.meters.get("freshet.registry.impaired").gauge().value());
  }

  @Test
  void shouldNotDoubtOnceAnotherKeepsTheRegistry() {
    RegistryDriver first = new RegistryDriver();
    IntStream.range(0, 3).forEach(member -> first.register("m" + member, "1"));
    first.pass(LONG);
    assertEquals(1, first.meters.get("freshet.registry.impaired").gauge().value());

    first.close();

    assertEquals(0, first.meters.get("freshet.registry.impaired").gauge().value());
  }

  @Test
  void shouldSayAllAgainAgainstKeepersThatDoNotKnowThatTheyWereReplaced() {
    driver.register("a", "1");
    driver.writeRegistration("shop/a", null, leaving("1"));
    driver.pass(Duration.ofSeconds(1));
    driver.registry().clear();

    driver.pass(RegistryStep.SAY_AGAIN);

    assertEquals(MemberStatus.GONE, driver.state("a"));
    assertFalse(impaired());
  }

  private boolean impaired() {
    return requireNonNull((ObserverStatus) driver.observer()).getImpaired();
  }

  @Test
  void shouldSayAllAgainAfterTakeover() {
    driver.register("a", "1");
    driver.beat("a", "1", 1);

    try (RegistryDriver next = new RegistryDriver(driver.stored())) {
      next.pass(RegistryStep.TICK);

      assertEquals(Set.of("!observer", "shop/a"), next.registry().keySet());
      assertEquals(MemberStatus.UP, next.state("a"));
      next.pass(Duration.ofSeconds(14));
      assertEquals(MemberStatus.UP, next.state("a"));
      next.pass(LONG);
      assertEquals(MemberStatus.GONE, next.state("a"));
      assertEquals(List.of("NodeSuspect", "NodeLost"), next.reports());
    }
  }

  @Test
  void shouldLeaveOutEntryThatCannotBeRead() {
    try (RegistryDriver next = new RegistryDriver(Map.of("shop/a", new byte[] {42}))) {
      next.pass(RegistryStep.TICK);

      assertEquals(Set.of("!observer"), next.registry().keySet());
      assertTrue(next.stored().isEmpty());
    }
  }

  private static DrainOrder order(String instance) {
    return new DrainOrder("shop", instance, "ann", null, 1L);
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
