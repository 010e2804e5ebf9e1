// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessHistoryTest {
  /** A Monday. */
  private static final Instant NINE = Instant.parse("2029-12-31T09:10:00Z");

  private final AccessHistory history = new AccessHistory();

  @Test
  void shouldRankSameHourOfWeekBeforeSameHourOfOtherDays() {
    history.observe("user", List.of("monday", "often"), NINE);
    for (int day = 1; day < 7; day++) {
      history.observe("user", List.of("often"), NINE.plus(Duration.ofDays(day)));
    }
    history.observe("user", List.of("ten"), NINE.plus(Duration.ofHours(1)));

    Instant next = NINE.plus(Duration.ofDays(7));

    assertEquals(List.of("often", "monday"), history.predict("user", next));
    assertEquals(List.of("ten"), history.predict("user", next.plus(Duration.ofHours(1))));
    assertEquals(List.of(), history.predict("user", next.plus(Duration.ofHours(2))));
    assertEquals(List.of(), history.predict("session", next));
  }

  @Test
  void shouldCountOtherDaysForASeventh() {
    assertEquals(List.of("weekly", "lately"), predictAfterDays(3));
    assertEquals(List.of("lately", "weekly"), predictAfterDays(5));
  }

  /** Of a key that was read a week ago, half of which is left, and one of the days since. */
  private List<String> predictAfterDays(int days) {
    Instant next = NINE.plus(Duration.ofDays(7));
    String region = "read on " + days;
    history.observe(region, List.of("weekly"), NINE);
    for (int day = days; day > 0; day--) {
      history.observe(region, List.of("lately"), next.minus(Duration.ofDays(day)));
    }
    return history.predict(region, next);
  }

  @Test
  void shouldForgetHalfInWeek() {
    for (int i = 0; i < 3; i++) {
      history.observe("user", List.of("old"), NINE.plus(Duration.ofMinutes(5L * i)));
    }
    Instant later = NINE.plus(Duration.ofDays(14));
    history.observe("user", List.of("new"), later);

    assertEquals(List.of("new", "old"), history.predict("user", later));
  }

  @Test
  void shouldNotGrowHeavierWhenClockIsTurnedBack() {
    history.observe("user", List.of("a"), NINE.plus(Duration.ofDays(7)));

    AccessHistory.Hour hour = history.observe("user", List.of("b"), NINE);

    assertEquals(List.of(1.0, 1.0), hour.counts());
    assertEquals(NINE.plus(Duration.ofDays(7)).toEpochMilli(), hour.seenMs());
  }

  @Test
  void shouldGoOnFromWhatIsStored() {
    AccessHistory.Hour hour = history.observe("user", List.of("a", "b"), NINE);
    AccessHistory other = new AccessHistory();
    other.restore("user", AccessHistory.hourOfWeek(NINE), hour);

    assertEquals(
        history.observe("user", List.of("b"), NINE), other.observe("user", List.of("b"), NINE));
    assertEquals(List.of("b", "a"), other.predict("user", NINE));
  }

  @Test
  void shouldNeverLoseWhatIsHeavyNorCountTooLow() {
    Random random = new Random(7);
    Map<String, Double> exact = new HashMap<>();
    double total = 0;
    AccessHistory.Hour hour = new AccessHistory.Hour(0, List.of(), List.of());
    for (int i = 0; i < 500; i++) {
      List<String> keys = new ArrayList<>(List.of("heavy"));
      for (int n = 0; n < 20; n++) {
        keys.add("k" + random.nextInt(2_000));
      }
      for (int rank = 0; rank < keys.size(); rank++) {
        exact.merge(keys.get(rank), 1.0 / (rank + 1), Double::sum);
        total += 1.0 / (rank + 1);
      }
      hour = history.observe("user", keys, NINE);
    }

    assertEquals(HourCounts.COUNTERS, hour.keys().size());
    double error = total / HourCounts.COUNTERS;
    for (int i = 0; i < hour.keys().size(); i++) {
      double real = exact.getOrDefault(hour.keys().get(i), 0.0);
      assertTrue(hour.counts().get(i) >= real - 1e-9);
      assertTrue(hour.counts().get(i) <= real + error + 1e-9);
    }
    List<String> kept = hour.keys();
    exact.forEach((key, count) -> assertTrue(count <= error || kept.contains(key)));
    assertEquals("heavy", history.predict("user", NINE).get(0));
  }
}
