// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import java.util.Locale;

/** What the states of runs mean. Stateless. */
public final class RunStates {
  private RunStates() {}

  /** Whether a run has ended, one way or another. */
  public static boolean hasEnded(WarmupRun run) {
    return switch (run.getState()) {
      case WAITING, LISTING, RUNNING -> false;
      case DONE, FAILED, CANCELLED, SKIPPED -> true;
    };
  }

  /** How many keys are done with, well or not. */
  public static long keysDone(WarmupRun run) {
    return run.getPresent()
        + run.getLoaded()
        + run.getAbsent()
        + run.getRefused()
        + run.getFailed();
  }

  /** A state as people write it. */
  public static String text(RunState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
