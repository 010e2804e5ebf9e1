// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.rules.job.JobDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people order. An order that cannot be carried out makes a run that has failed, so that
 * whoever asks for it is told why. An order that is heard again changes nothing.
 */
final class Orders {
  private static final int LONGEST_ID = 200;

  private final Ledger ledger;
  private final Runs runs;

  Orders(Ledger ledger, Runs runs) {
    this.ledger = ledger;
    this.runs = runs;
  }

  void start(StartRun order, Situation now) {
    if (isKnownOrIllegal(order.getRun())) {
      return;
    }
    JobRef ref = new JobRef(order.getRuleSet(), order.getJob());
    String cause = cause(order.getBy().orElse(null), order.getReason().orElse(null));
    JobDefinition job = now.world().jobs().find(ref).orElse(null);
    if (job == null) {
      refuse(order.getRun(), ref, RunTrigger.ON_DEMAND, cause, "no job is named " + ref, now);
      return;
    }
    boolean whole = order.getKeys().isEmpty();
    Run before = whole ? runs.underWay(ref) : null;
    Run run =
        add(order.getRun(), job, RunTrigger.ON_DEMAND, cause, whole ? null : order.getKeys(), now);
    if (before != null) {
      runs.end(run, RunState.SKIPPED, "run " + before.id() + " is under way", now);
    }
  }

  void retry(RetryRun order, Situation now) {
    if (isKnownOrIllegal(order.getNewRun())) {
      return;
    }
    Run before = runs.find(order.getRun());
    JobRef ref = before == null ? new JobRef("", "") : before.job();
    String cause =
        "run "
            + order.getRun()
            + " again, "
            + cause(order.getBy().orElse(null), order.getReason().orElse(null));
    String problem = whyNotAgain(before, order.getRun());
    JobDefinition job = now.world().jobs().find(ref).orElse(null);
    if (problem == null && job == null) {
      problem = "no job is named " + ref + " any more";
    }
    if (before == null || job == null || problem != null) {
      refuse(order.getNewRun(), ref, RunTrigger.RETRY, cause, String.valueOf(problem), now);
    } else {
      add(order.getNewRun(), job, RunTrigger.RETRY, cause, before.failedKeys(), now);
    }
  }

  private static @Nullable String whyNotAgain(@Nullable Run before, String id) {
    if (before == null) {
      return "no run is known by the name " + id;
    } else if (!before.isEnded()) {
      return "run " + id + " has not ended";
    }
    if (before.failedKeysKnown() > 0) {
      return null;
    }
    return before.counts().failed() == 0
        ? "no key of run " + id + " has failed"
        : "which keys of run " + id + " have failed is not known any more";
  }

  void cancel(CancelRun order, Situation now) {
    Run run = runs.find(order.getRun());
    if (run == null) {
      ledger.reject(
          PlanChange.Reason.UNKNOWN_RUN, "cancel: no run is known by the name " + order.getRun());
    } else if (!run.isEnded()) {
      runs.end(
          run,
          RunState.CANCELLED,
          cause(order.getBy().orElse(null), order.getReason().orElse(null)),
          now);
    }
  }

  private boolean isKnownOrIllegal(String run) {
    if (run.isBlank() || run.length() > LONGEST_ID) {
      ledger.reject(
          PlanChange.Reason.ILLEGAL_RUN,
          "run: found a name of " + run.length() + " characters, expected 1 to " + LONGEST_ID);
      return true;
    }
    return runs.find(run) != null;
  }

  private Run add(
      String id,
      JobDefinition job,
      RunTrigger trigger,
      String cause,
      @Nullable List<String> keys,
      Situation now) {
    Note.Identity identity =
        new Note.Identity(
            id,
            JobRef.of(job),
            job.region().text(),
            WarmupPriority.valueOf(job.priority().name()),
            trigger,
            cause,
            now.nowMs(),
            now.nowMs(),
            Map.of(),
            /* selected= */ keys != null,
            /* whole= */ keys == null);
    return runs.add(identity, job.work().batchSize(), keys, job.work().maxKeys());
  }

  private void refuse(
      String id, JobRef job, RunTrigger trigger, String cause, String reason, Situation now) {
    Note.Identity identity =
        new Note.Identity(
            id,
            job,
            "",
            WarmupPriority.MEDIUM,
            trigger,
            cause,
            now.nowMs(),
            now.nowMs(),
            Map.of(),
            /* selected= */ true,
            /* whole= */ false);
    runs.end(runs.add(identity, 1, List.of(), 0), RunState.FAILED, reason, now);
  }

  private static String cause(@Nullable String by, @Nullable String reason) {
    String who = by == null ? "by hand" : "by " + by;
    return Run.shortened(reason == null ? who : who + ": " + reason);
  }
}
