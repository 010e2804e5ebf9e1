// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.note;

import dev.freshet.coordinator.warmup.world.JobRef;
import java.util.List;

/** Under which texts notes stand: their kind, and what they are about, between bars. Stateless. */
public final class NoteKeys {
  public static final String JOB = "job";
  public static final String TARGET = "target";
  public static final String RUN = "run";
  public static final String TASK = "task";
  public static final String PAGE = "page";
  public static final String FAILED = "failed";
  public static final String HOT = "hot";
  public static final String HOUR = "hour";

  private NoteKeys() {}

  public static String job(JobRef job) {
    return JOB + "|" + job;
  }

  public static String target(JobRef job, String target) {
    return TARGET + "|" + job + "|" + target;
  }

  public static String run(String run) {
    return RUN + "|" + run;
  }

  public static String task(String run, int number) {
    return TASK + "|" + number + "|" + run;
  }

  public static String page(String run, int number) {
    return PAGE + "|" + number + "|" + run;
  }

  public static String failed(String run, int task) {
    return FAILED + "|" + task + "|" + run;
  }

  public static String hot(String reporter) {
    return HOT + "|" + reporter;
  }

  public static String hour(String region, int hour) {
    return HOUR + "|" + hour + "|" + region;
  }

  /** What kind of note stands under a text. */
  public static String kind(String key) {
    return parts(key, 2).get(0);
  }

  /** The pieces of a text; the last may hold bars. */
  public static List<String> parts(String key, int count) {
    return List.of(key.split("\\|", count));
  }

  public static JobRef parseJob(String text) {
    int slash = text.indexOf('/');
    return new JobRef(text.substring(0, slash), text.substring(slash + 1));
  }
}
