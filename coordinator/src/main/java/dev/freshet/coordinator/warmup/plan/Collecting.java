// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RuleFired;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.values.Target;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules have invalidated, until the jobs run that come after them. One run of a job stands for
 * all targets since the last one began; a target that is invalidated again counts once.
 *
 * <p>Bounded: of a job that has too many targets, the keys that are read most are warmed instead of
 * those that come last.
 */
final class Collecting {
  static final Duration LEAST_DELAY = Duration.ofMillis(100);
  static final int MOST_TARGETS = 100_000;

  /** What no target begins with: it stands before names of notes that are of none. */
  private static final String BEYOND = "#";

  private final Ledger ledger;
  private final Runs runs;
  private final KeyFinding finding;
  private final Map<JobRef, Pending> pending = new HashMap<>();

  /** What a job will run for. */
  private static final class Pending {
    final Map<String, Note.OfTarget> targets = new LinkedHashMap<>();
    final Set<String> keys = new HashSet<>();
    final Duration since;

    Pending(Duration since) {
      this.since = since;
    }

    void put(String target, Note.OfTarget note) {
      targets.put(target, note);
      keys.addAll(note.keys());
    }
  }

  Collecting(Ledger ledger, Runs runs, KeyFinding finding) {
    this.ledger = ledger;
    this.runs = runs;
    this.finding = finding;
  }

  void restore(JobRef job, String target, Note.OfTarget note, Duration now) {
    pending.computeIfAbsent(job, any -> new Pending(now)).put(target, note);
  }

  /** A rule has invalidated something. */
  void fired(RuleFired fired, Situation now) {
    Target target;
    try {
      target = Target.parse(fired.getTarget());
    } catch (IllegalArgumentException e) {
      ledger.reject(PlanChange.Reason.MALFORMED_TARGET, String.valueOf(e.getMessage()));
      return;
    }
    for (JobDefinition job : now.world().jobs().after(fired.getRuleSet(), fired.getRule())) {
      collect(job, target, fired, now);
    }
  }

  private void collect(JobDefinition job, Target target, RuleFired fired, Situation now) {
    JobRef ref = JobRef.of(job);
    Pending waiting = pending.get(ref);
    Note.OfTarget known = waiting == null ? null : waiting.targets.get(target.text());
    if (waiting != null && known == null && waiting.targets.size() >= MOST_TARGETS) {
      collectBeyond(job, waiting, fired);
      return;
    }
    List<String> keys =
        known != null
            ? known.keys()
            : finding.after(job, target, waiting == null, now).orElse(null);
    if (keys == null) {
      return;
    }
    Pending all = waiting == null ? new Pending(now.uptime()) : waiting;
    pending.put(ref, all);
    put(ref, all, target.text(), fired, known != null ? keys : unnamed(all, keys));
  }

  private void collectBeyond(JobDefinition job, Pending all, RuleFired fired) {
    String place = BEYOND + fired.getPartition();
    Note.OfTarget known = all.targets.get(place);
    List<String> keys =
        known != null
            ? known.keys()
            : KeyFinding.isFoundBefore(job.keys()) ? unnamed(all, finding.instead(job)) : List.of();
    put(JobRef.of(job), all, place, fired, keys);
  }

  private static List<String> unnamed(Pending all, List<String> keys) {
    return keys.stream().filter(key -> !all.keys.contains(key)).toList();
  }

  /** Many keys stand in several notes, as no record may be too large. */
  private void put(JobRef job, Pending all, String target, RuleFired fired, List<String> keys) {
    List<List<String>> pages = Pages.split(keys);
    putSome(job, all, target, fired, pages.isEmpty() ? List.of() : pages.get(0));
    for (int i = 1; i < pages.size(); i++) {
      putSome(job, all, BEYOND + "keys" + all.targets.size(), fired, pages.get(i));
    }
  }

  private void putSome(JobRef job, Pending all, String target, RuleFired fired, List<String> keys) {
    Note.OfTarget before = all.targets.get(target);
    long offset = fired.getOffset();
    if (before != null && before.partition() == fired.getPartition()) {
      offset = Math.max(offset, before.offset());
    }
    Note.OfTarget note = new Note.OfTarget(fired.getPartition(), offset, List.copyOf(keys));
    if (!note.equals(before)) {
      all.put(target, note);
      ledger.store(NoteKeys.target(job, target), note);
    }
  }

  /** Begins the runs whose time has come; what belongs to no job any more is let go. */
  void tick(Situation now) {
    for (JobRef ref : List.copyOf(pending.keySet())) {
      JobDefinition job = now.world().jobs().find(ref).orElse(null);
      if (job == null || !(job.trigger() instanceof Trigger.After after)) {
        letGo(ref);
      } else if (isDue(ref, after, now) && runs.underWay(ref) == null) {
        begin(job, after, now);
      }
    }
  }

  private boolean isDue(JobRef ref, Trigger.After after, Situation now) {
    Pending all = pending.get(ref);
    Duration delay = after.delay().compareTo(LEAST_DELAY) < 0 ? LEAST_DELAY : after.delay();
    return all != null && now.uptime().minus(all.since).compareTo(delay) >= 0;
  }

  private void begin(JobDefinition job, Trigger.After after, Situation now) {
    JobRef ref = JobRef.of(job);
    Pending all = pending.get(ref);
    if (all == null) {
      return;
    }
    boolean selected = KeyFinding.isFoundBefore(job.keys());
    Note.Identity identity =
        new Note.Identity(
            runs.freeId(ref, now.wall()),
            ref,
            job.region().text(),
            WarmupPriority.valueOf(job.priority().name()),
            RunTrigger.AFTER,
            cause(after, all),
            now.nowMs(),
            now.nowMs(),
            behind(all),
            selected,
            /* whole= */ true);
    runs.add(identity, job.work().batchSize(), selected ? keys(all) : null, job.work().maxKeys());
    letGo(ref);
  }

  private static List<String> keys(Pending all) {
    List<String> keys = new ArrayList<>();
    all.targets.values().forEach(target -> keys.addAll(target.keys()));
    return keys;
  }

  private static Map<Integer, Long> behind(Pending all) {
    Map<Integer, Long> behind = new TreeMap<>();
    all.targets
        .values()
        .forEach(target -> behind.merge(target.partition(), target.offset(), Math::max));
    return behind;
  }

  private static String cause(Trigger.After after, Pending all) {
    String rule = after.ruleSet() + "/" + after.ruleId();
    List<String> targets =
        all.targets.keySet().stream().filter(each -> !each.startsWith(BEYOND)).toList();
    if (targets.isEmpty()) {
      return rule;
    }
    int more = targets.size() - 1;
    return rule + ": " + targets.get(0) + (more == 0 ? "" : " and " + more + " more");
  }

  private void letGo(JobRef job) {
    @Nullable Pending gone = pending.remove(job);
    if (gone != null) {
      gone.targets.keySet().forEach(target -> ledger.drop(NoteKeys.target(job, target)));
    }
  }

  /** Whether runs of a job are to come. */
  boolean isPending(JobRef job) {
    return pending.containsKey(job);
  }
}
