// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobScheduleTest {
  private static final Instant START = Instant.parse("2026-03-28T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT30M, 2026-03-28T10:00:00Z, 2026-03-28T10:30:00Z",
    "PT30M, 2026-03-28T10:29:59.999Z, 2026-03-28T10:30:00Z",
    "PT30M, 2026-03-28T10:30:00Z, 2026-03-28T11:00:00Z",
    "PT30M, 2026-03-30T01:14:00Z, 2026-03-30T01:30:00Z",
    // Before the start, as behind a clock that was set back, the first one is next.
    "PT30M, 2026-03-28T07:01:00Z, 2026-03-28T10:30:00Z",
    "PT30M, 2026-03-28T09:59:00Z, 2026-03-28T10:30:00Z",
  })
  void shouldKeepToTheGrid(Duration every, Instant after, Instant next) {
    Trigger trigger = new Trigger.Every(every);

    assertEquals(Optional.of(next), JobSchedule.next(trigger, START, after));
  }

  @ParameterizedTest
  @CsvSource({
    "0 6 * * 1-5, 2026-03-28T10:00:00Z, 2026-03-30T06:00:00Z",
    "0 6 * * 1-5, 2026-03-30T05:59:59.999Z, 2026-03-30T06:00:00Z",
    "0 6 * * 1-5, 2026-03-30T06:00:00Z, 2026-03-31T06:00:00Z",
    // The night in which clocks of Europe leave out an hour, which UTC has.
    "30 2 * * *, 2026-03-29T00:00:00Z, 2026-03-29T02:30:00Z",
    "0 0 29 2 *, 2026-03-01T00:00:00Z, 2028-02-29T00:00:00Z",
  })
  void shouldGoByTheCalendarInUtc(String cron, Instant after, Instant next) {
    assertEquals(Optional.of(next), JobSchedule.next(cron(cron), START, after));
  }

  @Test
  void shouldKnowNoTimeOfOtherTriggers() {
    List<Trigger> others =
        List.of(
            new Trigger.OnJoin(),
            new Trigger.OnDemand(),
            new Trigger.After("set", "rule", Duration.ofSeconds(1), scalar("rule")),
            new Trigger.Every(Duration.ZERO),
            cron("0 0 31 2 *"));

    others.forEach(
        trigger -> assertEquals(Optional.empty(), JobSchedule.next(trigger, START, START)));
  }

  @Test
  void shouldRefuseATextThatIsNoCron() {
    assertThrows(
        IllegalArgumentException.class, () -> JobSchedule.next(cron("* * *"), START, START));
  }

  @Property
  void shouldFindTheFirstTimeBehind(
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long distanceMs,
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long afterMs) {
    Instant after = START.plusMillis(afterMs);

    Instant next =
        JobSchedule.next(new Trigger.Every(Duration.ofMillis(distanceMs)), START, after)
            .orElseThrow();

    long steps = ChronoUnit.MILLIS.between(START, next);
    assertEquals(0, steps % distanceMs);
    assertTrue(steps > 0 && next.isAfter(after));
    assertTrue(steps == distanceMs || !next.minusMillis(distanceMs).isAfter(after));
  }

  private static Trigger cron(String text) {
    return new Trigger.Cron(scalar(text));
  }

  private static Scalar scalar(String text) {
    return new Scalar(new Span(0, text.length()), text, true, text);
  }
}
