// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arithmetic of loads: when what is due, and for which entry. */
class ScheduleTest {
  private static final Bursts TENTH =
      new Bursts(Duration.ofSeconds(5), Duration.ofMillis(500), 0.9);

  @Test
  void shouldSpreadAnEvenStreamEvenly() {
    Schedule schedule = new Schedule(200, Bursts.NONE);

    assertEquals(600, schedule.count(Duration.ofSeconds(3)));
    assertEquals(0, schedule.dueNanos(0));
    assertEquals(TimeUnit.MILLISECONDS.toNanos(5), schedule.dueNanos(1));
    assertEquals(TimeUnit.SECONDS.toNanos(3), schedule.dueNanos(600));
  }

  @Test
  void shouldPutItsShareIntoTheBurst() {
    Schedule schedule = new Schedule(100, TENTH);

    // 500 arrivals in a cycle of 5 s, 450 of them in its first half second.
    assertEquals(450, due(schedule, 0, 500));
    assertEquals(50, due(schedule, 500, 5_000));
    assertEquals(450, due(schedule, 5_000, 5_500));
    assertEquals(1_500, schedule.count(Duration.ofSeconds(15)));
  }

  private static long due(Schedule schedule, long fromMs, long toMs) {
    return LongStream.range(0, 2_000)
        .map(schedule::dueNanos)
        .filter(nanos -> nanos >= fromMs * 1_000_000 && nanos < toMs * 1_000_000)
        .count();
  }

  @Test
  void shouldHaveOneDueHoweverFewThereAre() {
    assertEquals(1, new Schedule(0.1, Bursts.NONE).count(Duration.ofSeconds(2)));
  }

  @Test
  void shouldRefuseABurstThatIsLongerThanItsCycle() {
    Duration second = Duration.ofSeconds(1);

    assertThrows(
        IllegalArgumentException.class, () -> new Bursts(second, second.plusMillis(1), 0.5));
  }

  @ParameterizedTest
  @MethodSource("dev.freshet.cli.bench.Profiles#all")
  void shouldKeepEveryProfileInOrderAndInBoundsAsItIs(Profile profile) {
    int rate = profile.traffic().eventsPerSecond();
    Schedule schedule = new Schedule(rate, profile.traffic().bursts());
    Load load = new Load(rate, Duration.ofSeconds(30), 2, 200, Duration.ofMillis(5));

    Bounds.check(profile, load, false);
    for (long number = 1; number < schedule.count(load.duration()); number++) {
      assertTrue(schedule.dueNanos(number) >= schedule.dueNanos(number - 1));
    }
    assertTrue(schedule.dueNanos(schedule.count(load.duration())) >= load.duration().toNanos() - 1);
  }

  @Test
  void shouldAskForHotItemsAsOftenAsIsSaid() {
    Profile.Keys keys = new Profile.Keys(1_000, 10, 10, 0.9);
    SplittableRandom random = new SplittableRandom(1);

    long hot = LongStream.range(0, 10_000).filter(i -> keys.pick(random) < 10).count();

    assertTrue(hot > 8_850 && hot < 9_150, () -> "found " + hot + " of 10,000");
    assertEquals(7, keys.groupOf(127));
  }
}
