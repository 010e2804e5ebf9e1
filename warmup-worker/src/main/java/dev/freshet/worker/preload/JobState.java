// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.JobDefinition.HoldReady;
import dev.freshet.worker.preload.JobProgress.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What has become of a job so far, and whether the node may be ready without more. Thread-safe. */
final class JobState {
  private final JobDefinition job;
  private final @Nullable HoldReady hold;

  /** Done once the job holds nobody up any more; with whether that is because it was late. */
  private final CompletableFuture<Boolean> released = new CompletableFuture<>();

  // Guarded by this.
  private State state = State.WAITING;
  private long total;
  private long warm;
  private long failed;
  private String reason = "";

  JobState(JobDefinition job) {
    this.job = job;
    this.hold = job.holdReady();
    if (hold == null) {
      released.complete(false);
    } else {
      released.completeOnTimeout(true, hold.atMost().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  JobDefinition job() {
    return job;
  }

  /** The job in its rule set. */
  String name() {
    return job.ruleSet() + "/" + job.id().text();
  }

  CompletableFuture<Boolean> released() {
    return released;
  }

  synchronized void waitsFor(String what) {
    reason = what;
  }

  synchronized void listing() {
    state = State.LISTING;
    reason = "";
  }

  synchronized void listed(long keys) {
    state = State.RUNNING;
    total = keys;
  }

  void warmed(long keys) {
    boolean reached;
    synchronized (this) {
      warm += keys;
      reached = hold != null && warm >= hold.share() * total;
    }
    if (reached) {
      released.complete(false);
    }
  }

  synchronized void failed(long keys, String problem) {
    failed += keys;
    reason = keys > 0 ? problem : reason;
  }

  /** Ends it, as what came of its keys says. */
  void end(String leftOut) {
    State last;
    String why;
    synchronized (this) {
      boolean isFruitless = warm == 0 && failed > 0;
      last = total == 0 ? State.EMPTY : isFruitless ? State.FAILED : State.DONE;
      why = leftOut.isEmpty() ? reason : leftOut;
    }
    end(last, why);
  }

  void end(State last, String why) {
    synchronized (this) {
      state = last;
      reason = why;
    }
    released.complete(false);
  }

  synchronized JobProgress progress() {
    return new JobProgress(
        name(),
        job.region().text(),
        state,
        total,
        warm,
        failed,
        !state.isOver() && released.getNow(false),
        reason);
  }
}
