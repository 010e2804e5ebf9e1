// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupPriority;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All runs that are known: those that have not ended, and the last that have. */
final class Runs {
  /** How many runs of a job are known that have ended. */
  static final int KEPT = 100;

  /** And for how long; as their topic. */
  static final Duration KEEP = Duration.ofDays(7);

  /** Keys that wait, of all runs; some 200 MB. */
  static final long MOST_WAITING_KEYS = 2_000_000;

  /** Keys that have failed, of all runs that ended; some 20 MB. */
  static final long MOST_FAILED_KEYS = 200_000;

  private static final Duration NEVER = Duration.ofSeconds(Long.MIN_VALUE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Comparator<Run> ORDER =
      Comparator.comparing((Run run) -> run.identity().priority())
          .thenComparing(run -> run.identity().plannedAtMs())
          .thenComparing(Run::id);

  private final Ledger ledger;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** Those that have not ended, or whose tasks have not. */
  private final Map<String, Run> active = new HashMap<>();

  /** When workers of a service last reported on a task of a priority, in the planner's uptime. */
  private final Map<String, Duration> heard = new HashMap<>();

  Runs(Ledger ledger) {
    this.ledger = ledger;
  }

  void restore(Run run) {
    runs.put(run.id(), run);
    if (!run.isEnded() || !run.open().isEmpty()) {
      active.put(run.id(), run);
    }
  }

  /** A run that did not exist; its keys, if they are known, come with it. */
  Run add(Note.Identity identity, int batch, @Nullable List<String> keys, long maxKeys) {
    Run run = new Run(identity, batch, ledger);
    if (keys != null) {
      take(run, keys, maxKeys);
      run.waiting().complete();
    }
    run.store();
    runs.put(run.id(), run);
    active.put(run.id(), run);
    return run;
  }

  /** A run gets keys; those that are too many are counted and left out. */
  void take(Run run, Iterable<String> keys, long maxKeys) {
    long room = Math.min(maxKeys - run.counts().keys(), MOST_WAITING_KEYS - waitingKeys());
    Pages.Taken taken = run.waiting().add(keys, Math.max(0, room));
    run.count(run.counts().andKeys(taken.taken(), taken.beyond()));
  }

  @Nullable Run find(String id) {
    return runs.get(id);
  }

  Collection<Run> all() {
    return runs.values();
  }

  /** Those of which anything is under way, those that go first first. */
  List<Run> active() {
    return active.values().stream().sorted(ORDER).toList();
  }

  /** A run that another of the job would overlap, or null. */
  @Nullable Run underWay(JobRef job) {
    return active.values().stream()
        .filter(run -> run.job().equals(job) && !run.isEnded() && run.identity().whole())
        .findFirst()
        .orElse(null);
  }

  /** Whether any run of the job has not ended. */
  boolean isUnderWay(JobRef job) {
    return active.values().stream().anyMatch(run -> run.job().equals(job) && !run.isEnded());
  }

  /** Workers of a service have reported on a task of a priority. */
  void heard(String service, WarmupPriority priority, Duration now) {
    heard.put(service + "/" + priority, now);
  }

  /** When they last did; a time before all others if they never did. */
  Duration heard(String service, WarmupPriority priority) {
    return heard.getOrDefault(service + "/" + priority, NEVER);
  }

  long waitingKeys() {
    return active.values().stream().mapToLong(run -> run.waiting().size()).sum();
  }

  /** An id that no run has. Of one job and time it is always the same, as long as that is free. */
  String freeId(JobRef job, Instant at) {
    String id = id(job, at);
    String free = id;
    for (int i = 2; runs.containsKey(free); i++) {
      free = id + "-" + i;
    }
    return free;
  }

  /** The id of a run that is due at some time. */
  static String id(JobRef job, Instant at) {
    return job.ruleSet() + "." + job.job() + "." + TIME.format(at).replace(".000Z", "Z");
  }

  /** The last word on a run; what waits of it is let go. */
  void end(Run run, RunState state, @Nullable String reason, Situation now) {
    run.end(state, reason, now.nowMs());
    run.waiting().clear();
    ledger.add(new PlanChange.RunEnded(run.job(), state));
    if (state != RunState.SKIPPED) {
      ledger.add(new PlanChange.Reported(run.id(), Forms.warmed(run)));
    }
  }

  /** Lets go of what is not under way any more, and of runs that ended long ago. */
  void tidy(Situation now) {
    active.values().removeIf(run -> run.isEnded() && run.open().isEmpty());
    Map<JobRef, List<Run>> ended = new HashMap<>();
    runs.values().stream()
        .filter(run -> run.isEnded() && !active.containsKey(run.id()))
        .forEach(run -> ended.computeIfAbsent(run.job(), any -> new ArrayList<>()).add(run));
    long oldest = now.nowMs() - KEEP.toMillis();
    for (List<Run> ofJob : ended.values()) {
      ofJob.sort(Comparator.comparingLong(Runs::endedAtMs));
      for (int i = 0; i < ofJob.size(); i++) {
        if (i < ofJob.size() - KEPT || endedAtMs(ofJob.get(i)) < oldest) {
          forget(ofJob.get(i));
        }
      }
    }
    forgetFailedKeys();
  }

  /** What failed last may be tried again; what failed before is only counted. */
  private void forgetFailedKeys() {
    List<Run> ended =
        runs.values().stream()
            .filter(run -> run.isEnded() && run.failedKeysKnown() > 0)
            .sorted(Comparator.comparingLong(Runs::endedAtMs).reversed())
            .toList();
    long known = 0;
    for (Run run : ended) {
      known += run.failedKeysKnown();
      if (known > MOST_FAILED_KEYS) {
        run.forgetFailedKeys();
      }
    }
  }

  private static long endedAtMs(Run run) {
    Long ended = run.progress().endedAtMs();
    return ended == null ? Long.MAX_VALUE : ended;
  }

  private void forget(Run run) {
    runs.remove(run.id());
    run.forget();
    ledger.add(new PlanChange.Forgotten(run.id()));
  }
}
