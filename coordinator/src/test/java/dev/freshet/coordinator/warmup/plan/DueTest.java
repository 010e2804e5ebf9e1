// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.rules.job.JobDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private static JobDefinition job(String when) {
    return TestJobs.jobs("id: j, region: user, " + when + ", keys: {hottest: 1}")
        .all()
        .iterator()
        .next();
  }

  private static Note.OfJob known(Instant start, Instant last) {
    return new Note.OfJob(start.toEpochMilli(), last.toEpochMilli(), true);
  }

  @Test
  void shouldRunWhatHasDistanceAtOnceAndWhatHasCalendarInTime() {
    assertEquals(Optional.of(NOON), Due.at(job("every: 1h"), Note.OfJob.NEW, NOON).run());
    Due due = Due.at(job("cron: '0 12 * * *'"), Note.OfJob.NEW, NOON);

    assertEquals(Optional.empty(), due.run());
    assertEquals(
        Optional.of(NOON.plus(Duration.ofDays(1))),
        Due.at(job("cron: '0 12 * * *'"), due.note(), NOON.plus(Duration.ofDays(1))).run());
  }

  @Test
  void shouldKeepToGridWhenLate() {
    Note.OfJob note = known(NOON, NOON);
    Instant late = NOON.plus(Duration.ofMinutes(10)).plusSeconds(30);

    Due due = Due.at(job("every: 10m, misfire: skip"), note, late);

    assertEquals(Optional.of(NOON.plus(Duration.ofMinutes(10))), due.run());
    assertEquals(known(NOON, NOON.plus(Duration.ofMinutes(10))), due.note());
    assertFalse(due.missed());
  }

  @Test
  void shouldRunOnceForAllThatWasMissed() {
    Instant muchLater = NOON.plus(Duration.ofDays(400)).plus(Duration.ofMinutes(7));

    Due due = Due.at(job("cron: '*/10 * * * *'"), known(NOON, NOON), muchLater);
    Due skipped = Due.at(job("cron: '*/10 * * * *', misfire: skip"), known(NOON, NOON), muchLater);

    Instant last = NOON.plus(Duration.ofDays(400));
    assertEquals(Optional.of(last), due.run());
    assertEquals(known(NOON, last), due.note());
    assertTrue(skipped.missed());
    assertEquals(Optional.empty(), skipped.run());
    assertEquals(known(NOON, last), skipped.note());
  }

  @Test
  void shouldFindLastTimeOfCalendarThatIsRare() {
    Instant leapDay = Instant.parse("2028-02-29T06:00:00Z");
    Instant last = Instant.parse("2026-01-01T00:00:00Z");

    Due due = Due.at(job("cron: '0 6 29 2 *'"), known(last, last), NOON);

    assertEquals(Optional.of(leapDay), due.run());
  }

  @Test
  void shouldRepeatNothingWhenClockIsTurnedBack() {
    Note.OfJob note = known(NOON, NOON.plus(Duration.ofHours(3)));

    for (Duration back = Duration.ZERO;
        back.compareTo(Duration.ofHours(20)) < 0;
        back = back.plusMinutes(7)) {
      Due due = Due.at(job("every: 1h"), note, NOON.plus(Duration.ofHours(3)).minus(back));
      assertEquals(Optional.empty(), due.run());
      assertEquals(note, due.note());
    }
  }

  @Test
  void shouldNotWaitForTimeOfClockThatWasFarAhead() {
    Note.OfJob wrong = known(NOON, NOON.plus(Duration.ofDays(365)));

    Due due = Due.at(job("every: 1h"), wrong, NOON);

    assertEquals(known(NOON, NOON), due.note());
    assertEquals(
        Optional.of(NOON.plus(Duration.ofHours(1))),
        Due.at(job("every: 1h"), due.note(), NOON.plus(Duration.ofHours(1))).run());
  }

  @Test
  void shouldNotWaitForGridOfClockThatWasFarAhead() {
    Instant far = NOON.plus(Duration.ofDays(365));

    Due due = Due.at(job("every: 1h"), known(far, far), NOON);

    assertEquals(known(NOON, NOON), due.note());
  }
}
