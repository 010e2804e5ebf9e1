// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.JobDefinition.Misfire;
import dev.freshet.rules.job.JobSchedule;
import dev.freshet.rules.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job is due by the clock. Immutable.
 *
 * @param run the time of the run that is to be planned, if one is
 * @param missed whether runs were missed that are left out
 * @param note what is known of the job from now on
 */
record Due(Optional<Instant> run, boolean missed, Note.OfJob note) {
  /** Who is no later than this has not missed it: another coordinator may have had to take over. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** A time that is so far ahead was never due: a clock was wrong and is right again. */
  static final Duration FAR = Duration.ofDays(1);

  /** How far to look back for the last time of a calendar; at least once in so long it has one. */
  private static final List<Duration> BACK =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(31),
          Duration.ofDays(366));

  /**
   * Decides for a job that has times.
   *
   * @param note what is known of it
   */
  static Due at(JobDefinition job, Note.OfJob note, Instant wall) {
    Instant now = wall.truncatedTo(ChronoUnit.MILLIS);
    Long startMs = note.startMs();
    Long lastMs = note.lastDueMs();
    if (startMs == null || lastMs == null) {
      return first(job.trigger(), note, now);
    }
    Instant start = Instant.ofEpochMilli(startMs);
    Instant last = Instant.ofEpochMilli(lastMs);
    if (isFar(start, now)) {
      start = now;
    }
    if (isFar(last, now)) {
      last = now;
    }
    Instant next = JobSchedule.next(job.trigger(), start, last).orElse(null);
    if (next == null || next.isAfter(now)) {
      return new Due(Optional.empty(), false, known(note, start, last));
    }
    Instant latest = latest(job.trigger(), start, next, now);
    boolean late = latest.plus(GRACE).isBefore(now);
    boolean skipped = late && job.misfire() == Misfire.SKIP;
    return new Due(
        skipped ? Optional.empty() : Optional.of(latest), skipped, known(note, start, latest));
  }

  static boolean isFar(Instant time, Instant now) {
    return time.isAfter(now.plus(FAR));
  }

  /** What has a distance runs at once when it is first seen; what has a calendar waits for it. */
  private static Due first(Trigger trigger, Note.OfJob note, Instant now) {
    boolean runs = trigger instanceof Trigger.Every;
    return new Due(runs ? Optional.of(now) : Optional.empty(), false, known(note, now, now));
  }

  private static Note.OfJob known(Note.OfJob note, Instant start, Instant last) {
    return new Note.OfJob(start.toEpochMilli(), last.toEpochMilli(), note.finished());
  }

  /** The last time that is not behind now; there is one, {@code next}. */
  private static Instant latest(Trigger trigger, Instant start, Instant next, Instant now) {
    if (trigger instanceof Trigger.Every every) {
      long passed = Duration.between(next, now).dividedBy(every.distance());
      return next.plus(every.distance().multipliedBy(passed));
    }
    Instant from = next;
    for (Duration back : BACK) {
      Instant found = upTo(trigger, start, now.minus(back), now);
      if (found != null) {
        from = found.isAfter(next) ? found : next;
        break;
      }
    }
    Instant latest = from;
    for (Instant later = upTo(trigger, start, latest, now);
        later != null;
        later = upTo(trigger, start, latest, now)) {
      latest = later;
    }
    return latest;
  }

  private static @Nullable Instant upTo(
      Trigger trigger, Instant start, Instant after, Instant now) {
    return JobSchedule.next(trigger, start, after)
        .filter(found -> !found.isAfter(now))
        .orElse(null);
  }
}
