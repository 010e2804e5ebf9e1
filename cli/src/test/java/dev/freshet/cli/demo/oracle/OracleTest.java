// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.example.ShippedEvents;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final World WORLD = new World(10);
  private static final Keyspace KEYS =
      Keyspace.of(RuleBook.compile(ShippedRules.load()).orThrow().regions(), WORLD);

  private final Oracle oracle = new Oracle(KEYS);
  private final EventMaker maker = new EventMaker(WORLD, 1);

  private static Set<String> regions(Oracle.Expectation expectation) {
    return expectation.stale().stream().map(Slot::region).collect(Collectors.toSet());
  }

  @Test
  void shouldFillEveryRegionWithEveryId() {
    Map<String, Long> sizes =
        KEYS.slots().stream().collect(Collectors.groupingBy(Slot::region, Collectors.counting()));

    assertEquals(20, sizes.size());
    assertEquals(20, sizes.get("session"));
    assertEquals(10, sizes.get("user:profile"));
    assertTrue(IntStream.range(0, KEYS.size()).allMatch(i -> KEYS.slots().get(i).index() == i));
  }

  @Test
  void shouldKnowEveryShippedType() {
    for (String type : ShippedEvents.byType().keySet()) {
      Oracle.Expectation expectation = oracle.expect(maker.next(type));

      assertFalse(expectation.stale().isEmpty(), type);
      assertEquals(expectation.stale().size(), new TreeSet<>(indexes(expectation)).size(), type);
    }
  }

  private static List<Integer> indexes(Oracle.Expectation expectation) {
    return expectation.stale().stream().map(Slot::index).toList();
  }

  @Test
  void shouldNameOneKeyARegionForAPayment() {
    DemoEvent event = maker.next("payment.success");

    Oracle.Expectation expectation = oracle.expect(event);

    assertEquals(
        Set.of("payment:history", "payment:recent", "bill:status", "analytics:dashboard"),
        regions(expectation));
    assertEquals(4, expectation.stale().size());
    assertEquals(4, expectation.commands());
  }

  @Test
  void shouldNameAllSessionsOfAUserThatChanged() {
    DemoEvent event = maker.next("user.updated");

    List<Slot> sessions =
        oracle.expect(event).stale().stream()
            .filter(slot -> slot.region().equals("session"))
            .toList();

    assertEquals(World.EACH, sessions.size());
    assertTrue(
        sessions.stream()
            .allMatch(slot -> event.field("userId").equals(slot.params().get("userId"))));
  }

  @Test
  void shouldNameAllThatHangsOnADeletedUserByOneCommand() {
    Oracle.Expectation expectation = oracle.expect(maker.next("user.deleted"));

    assertEquals(13 + 2, expectation.stale().size());
    assertEquals(1, expectation.commands());
  }

  @Test
  void shouldMoveRevenueOnlyByARefundOfAnAmount() {
    int all = 0;
    int none = 0;
    for (int i = 0; i < 500; i++) {
      DemoEvent event = maker.next("payment.refunded");
      boolean revenue = regions(oracle.expect(event)).contains("analytics:revenue");
      assertEquals((double) event.field("amount") > 0, revenue);
      all += revenue ? 1 : 0;
      none += revenue ? 0 : 1;
    }

    assertTrue(all > 0 && none > 0, all + " and " + none);
  }

  @Test
  void shouldMakeTheSameEventsFromTheSameSeed() {
    List<String> one = subjects(new EventMaker(WORLD, 7));
    List<String> two = subjects(new EventMaker(WORLD, 7));
    List<String> other = subjects(new EventMaker(WORLD, 8));

    assertEquals(one, two);
    assertNotEquals(one, other);
  }

  private static List<String> subjects(EventMaker maker) {
    return IntStream.range(0, 50)
        .mapToObj(i -> maker.next())
        .map(event -> event.type() + " " + event.subject() + " " + event.json())
        .toList();
  }

  @Test
  void shouldMakeRecordsThatFitTheirSchemas() {
    try (AvroCodec codec = AvroCodec.forRegistry("mock://oracle")) {
      for (int i = 0; i < 200; i++) {
        DemoEvent event = maker.next();

        byte[] bytes = codec.encode("events", event.record());

        assertEquals(event.record(), codec.decode(new RecordAddress("events", 0, i), bytes));
        assertFalse(event.toDomainEvent().data().isEmpty());
      }
    }
  }
}
