// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import dev.freshet.events.avro.WarmupRun;
import java.util.Comparator;

/**
 * Where a run stands among the others: the newest first. Immutable.
 *
 * @param plannedAtMs when it was planned, in ms since 1970
 * @param run its id
 */
public record RunPlace(long plannedAtMs, String run) implements Comparable<RunPlace> {
  private static final Comparator<RunPlace> NEWEST_FIRST =
      Comparator.comparingLong(RunPlace::plannedAtMs).reversed().thenComparing(RunPlace::run);

  static RunPlace of(WarmupRun run) {
    return new RunPlace(run.getPlannedAtMs(), run.getRun());
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is nothing of the kind
   */
  public static RunPlace parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("run: found '" + text + "', expected a time, @ and an id");
    }
    return new RunPlace(Long.parseLong(text.substring(0, at)), text.substring(at + 1));
  }

  @Override
  public int compareTo(RunPlace other) {
    return NEWEST_FIRST.compare(this, other);
  }

  @Override
  public String toString() {
    return plannedAtMs + "@" + run;
  }
}
