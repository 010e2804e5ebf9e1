// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.rule.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A replay counts what one would count with all events at hand. */
class ReplayPropertyTest {
  private static final List<String> TYPES =
      List.of("payment.success", "payment.refunded", "payment.flushed", "user.updated");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final RuleBook before = Books.before();
  private final RuleBook after = Books.after();

  private record Stored(Instant at, DomainEvent event) {}

  @Property(tries = 100)
  void shouldCountLikeAnybodyWould(@ForAll @IntRange(max = 400) int count, @ForAll long seed) {
    List<Stored> events = events(count, new Random(seed));

    BlastRadius radius = replay(events);

    assertEquals(count, radius.events());
    assertSide(events, before, radius.before());
    assertSide(events, after, radius.after());
    assertEquals(
        count(events, one -> !targets(before, one).containsAll(targets(after, one))),
        radius.newlyMatched().events());
    assertEquals(
        count(events, one -> !targets(after, one).containsAll(targets(before, one))),
        radius.noLongerMatched().events());
    assertEquals(
        count(events, one -> failures(after, one) > 0 && failures(before, one) == 0),
        radius.newlyFailing().events());
  }

  @Property(tries = 50)
  void shouldNotDependOnTheOrder(@ForAll @IntRange(max = 200) int count, @ForAll long seed) {
    List<Stored> events = events(count, new Random(seed));
    List<Stored> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed + 1));

    BlastRadius one = replay(events);
    BlastRadius two = replay(shuffled);

    assertEquals(one.before(), two.before());
    assertEquals(one.after(), two.after());
    assertEquals(one.period(), two.period());
    assertEquals(one.newlyWide(), two.newlyWide());
  }

  @Property(tries = 50)
  void shouldSeeNothingNewInTheSameBook(@ForAll @IntRange(max = 100) int count, @ForAll long seed) {
    Replay replay = new Replay(after, after);
    events(count, new Random(seed)).forEach(one -> replay.accept(one.at(), one.event()));

    BlastRadius radius = replay.blastRadius();

    assertEquals(radius.before(), radius.after());
    assertEquals(0, radius.newlyMatched().events() + radius.noLongerMatched().events());
    assertEquals(0, radius.newlyFailing().events());
    assertEquals(List.of(), radius.newlyWide());
    assertEquals(List.of(), radius.exceeds(new BlastLimit(0, 1, 0, 1, false)));
  }

  private BlastRadius replay(List<Stored> events) {
    Replay replay = new Replay(before, after);
    events.forEach(one -> replay.accept(one.at(), one.event()));
    return replay.blastRadius();
  }

  private static void assertSide(List<Stored> events, RuleBook book, Side side) {
    Set<Target> distinct = new HashSet<>();
    Map<TargetKind, Long> kinds = new TreeMap<>();
    Map<String, Long> byTarget = new HashMap<>();
    Map<Long, Long> byMinute = new TreeMap<>();
    long commands = 0;
    for (Stored one : events) {
      Set<Target> targets = targets(book, one);
      distinct.addAll(targets);
      targets.forEach(target -> kinds.merge(TargetKind.of(target), 1L, Long::sum));
      targets.forEach(target -> byTarget.merge(target.text(), 1L, Long::sum));
      byMinute.merge(one.at().getEpochSecond() / 60, (long) targets.size(), Long::sum);
      commands += targets.size();
    }
    List<Long> minutes = byMinute.values().stream().sorted().toList();

    assertEquals(commands, side.commands());
    assertEquals(count(events, one -> !targets(book, one).isEmpty()), side.matched());
    assertEquals(kinds, side.kinds());
    assertEquals(new Distinct(distinct.size(), true), side.targets());
    assertEquals(
        byTarget.values().stream().sorted(Collections.reverseOrder()).limit(5).toList(),
        side.top().stream().map(TopTarget::commands).toList());
    side.top().forEach(top -> assertEquals(byTarget.get(top.target()), top.commands()));
    assertEquals(
        new PerMinute(rank(minutes, 0.5), rank(minutes, 0.99), rank(minutes, 1)), side.perMinute());
    assertEquals(
        events.stream()
            .mapToLong(one -> book.match(one.event(), one.at()).targets(Mode.SHADOW).size())
            .sum(),
        side.shadowCommands());
    assertEquals(events.stream().mapToLong(one -> failures(book, one)).sum(), side.failures());
  }

  private static long rank(List<Long> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static long count(List<Stored> events, Predicate<Stored> those) {
    return events.stream().filter(those).count();
  }

  private static Set<Target> targets(RuleBook book, Stored one) {
    return book.match(one.event(), one.at()).targets(Mode.ENFORCE);
  }

  private static long failures(RuleBook book, Stored one) {
    return book.match(one.event(), one.at()).failures().size();
  }

  /** Some lack the amount or the payment, so that rules fail. */
  private static List<Stored> events(int count, Random random) {
    List<Stored> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> data = new HashMap<>();
      data.put("userId", (long) random.nextInt(20));
      if (random.nextInt(10) > 0) {
        data.put("amount", (long) random.nextInt(20));
        data.put("paymentId", "p" + random.nextInt(50));
      }
      DomainEvent event =
          DomainEvent.of("e" + i, "/pay", TYPES.get(random.nextInt(TYPES.size())), data);
      events.add(new Stored(START.plusSeconds(random.nextInt(1_200)), event));
    }
    return events;
  }
}
