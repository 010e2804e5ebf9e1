// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.ops.ApiProblem;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks at a run again and again until it has ended. A coordinator that restarts does not end the
 * looking, nor one that has not heard of the run yet. For one thread.
 */
final class RunFollower {
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final int NOT_FOUND = 404;

  /** Asks for the run. */
  @FunctionalInterface
  interface Look {
    JsonNode now() throws InterruptedException;
  }

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  private final Look look;
  private final Pause pause;
  private final LongSupplier nanos;
  private final ProgressLines progress;

  /** A follower that has not looked yet. */
  RunFollower(Look look, Pause pause, LongSupplier nanos, ProgressLines progress) {
    this.look = look;
    this.pause = pause;
    this.nanos = nanos;
    this.progress = progress;
  }

  /**
   * The run once it has ended, or as it was last seen when the patience has.
   *
   * @param first the run as it is known by now
   */
  JsonNode follow(JsonNode first, Duration patience) throws InterruptedException {
    long begin = nanos.getAsLong();
    JsonNode run = first;
    progress.show(Seen.of(run), begin);
    while (!Seen.of(run).hasEnded()) {
      Duration left = patience.minusNanos(nanos.getAsLong() - begin);
      if (left.isNegative() || left.isZero()) {
        return run;
      }
      pause.sleep(left.compareTo(BETWEEN) < 0 ? left : BETWEEN);
      run = next(run);
      progress.show(Seen.of(run), nanos.getAsLong());
    }
    return run;
  }

  private JsonNode next(JsonNode before) throws InterruptedException {
    try {
      return look.now();
    } catch (ApiProblem e) {
      boolean isNew = Seen.of(before).equals(Seen.NOTHING);
      if (e.isRefusal() && !(isNew && e.status() == NOT_FOUND)) {
        throw e;
      }
      if (!e.isRefusal()) {
        progress.trouble(String.valueOf(e.getMessage()));
      }
    } catch (CommandFailure e) {
      progress.trouble(String.valueOf(e.getMessage()));
    }
    return before;
  }
}
