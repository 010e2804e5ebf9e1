// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import com.cronutils.model.time.ExecutionTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a trigger of a job is due. Stateless and safe for any thread. */
public final class JobSchedule {
  private JobSchedule() {}

  /**
   * The first time behind {@code after} at which a trigger is due. What lies at a distance keeps to
   * a grid: {@code start} plus once, twice, three times the distance, never {@code start} itself;
   * so a run that is late does not move those behind it. What goes by the calendar does so in UTC,
   * to the minute, and needs no start.
   *
   * @param start where the grid begins, such as the time at which the job was first seen
   * @param after what is due then is not due again
   * @return empty if the trigger has nothing to do with time, or the time does not come
   * @throws IllegalArgumentException if the trigger has a cron that {@link JobCheck} refuses
   */
  public static Optional<Instant> next(Trigger trigger, Instant start, Instant after) {
    if (trigger instanceof Trigger.Every every) {
      return onGrid(every.distance(), start, after);
    }
    if (trigger instanceof Trigger.Cron cron) {
      return byCalendar(cron.text().text(), after);
    }
    return Optional.empty();
  }

  private static Optional<Instant> onGrid(Duration distance, Instant start, Instant after) {
    if (distance.isZero() || distance.isNegative()) {
      return Optional.empty();
    }
    long passed = Math.max(0, Duration.between(start, after).dividedBy(distance));
    return Optional.of(start.plus(distance.multipliedBy(passed + 1)));
  }

  private static Optional<Instant> byCalendar(String cron, Instant after) {
    return ExecutionTime.forCron(CronText.parse(cron))
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toInstant);
  }
}
