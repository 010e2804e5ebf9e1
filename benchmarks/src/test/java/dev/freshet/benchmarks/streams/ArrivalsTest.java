// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final long MS = 1_000_000;

  private final Arrivals arrivals = new Arrivals();
  private final Schedule schedule = new Schedule(100, 10, 1_000, 5_000 * MS);

  @Test
  void shouldCountFromWhenAChangeWasDue() throws InterruptedException {
    arrivals.expect(schedule, 0);

    for (int number = 100; number < 110; number++) {
      // All at the end: as if the sender had stood still until then.
      arrivals.arrived(number, 5_010 * MS);
    }

    Delays delays = arrivals.await(AT_ONCE);
    assertMillis(5, delays.p50Nanos());
    assertMillis(10, delays.p99Nanos());
  }

  @Test
  void shouldLeaveOutWhatWarmsUp() throws InterruptedException {
    arrivals.expect(schedule, 5);

    for (int number = 100; number < 110; number++) {
      long delay = number < 105 ? 90 * MS : MS;
      arrivals.arrived(number, schedule.dueNanos(number) + delay);
    }

    assertMillis(1, arrivals.await(AT_ONCE).p999Nanos());
  }

  @Test
  void shouldFailIfOneIsMissingWhateverComesTwice() {
    arrivals.expect(schedule, 0);

    for (int number = 100; number < 109; number++) {
      arrivals.arrived(number, schedule.dueNanos(number) + MS);
      arrivals.arrived(number, schedule.dueNanos(number) + 2 * MS);
    }
    arrivals.arrived(99, 6_000 * MS);
    arrivals.arrived(110, 6_000 * MS);

    Exception missing =
        assertThrows(IllegalStateException.class, () -> arrivals.await(Duration.ofMillis(1)));
    assertTrue(missing.toString().contains("found 9"), missing.toString());
  }

  @Test
  void shouldFailIfOneComesBeforeItIsDue() {
    arrivals.expect(schedule, 0);

    for (int number = 100; number < 110; number++) {
      arrivals.arrived(number, schedule.dueNanos(number) - 1);
    }

    Exception early = assertThrows(IllegalStateException.class, () -> arrivals.await(AT_ONCE));
    assertTrue(early.toString().contains("change 100: found it 1 ns before"), early.toString());
  }

  @Test
  void shouldFailIfAValueWasStillThere() {
    arrivals.expect(schedule, 0);
    arrivals.fail("change:100: found a value");
    for (int number = 100; number < 110; number++) {
      arrivals.arrived(number, schedule.dueNanos(number) + MS);
    }

    Exception stale = assertThrows(IllegalStateException.class, () -> arrivals.await(AT_ONCE));
    assertEquals("change:100: found a value", stale.getMessage());
  }

  @Test
  void shouldTellAnotherProcessWhatIsDueWhen() {
    assertEquals(schedule, Schedule.parse(schedule.text()));
    assertEquals(5_003 * MS, schedule.dueNanos(103));
  }

  /** To the three digits that a histogram keeps. */
  private static void assertMillis(long expected, long foundNanos) {
    assertEquals(expected, Math.round((double) foundNanos / MS), foundNanos + " ns");
  }
}
