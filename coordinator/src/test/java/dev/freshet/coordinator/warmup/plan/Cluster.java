// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.RuleFired;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.registry.keeping.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Planners that crash, on a log. What was stored since the last commit may be lost from some point
 * on; what was heard since is heard again. Tasks with a pace are out once they are committed,
 * others at once; some of them may come out twice. A task that is out may be taken at any time,
 * however late: nobody takes it back.
 */
final class Cluster {
  private static final Duration STEP = Duration.ofMillis(500);

  /** How long a worker may hold a task without a life: below what the planner takes for lost. */
  private static final Duration LONGEST = Duration.ofSeconds(100);

  /** What a producer could not send for so long it does not send. */
  private static final Duration SENDING = Duration.ofMinutes(2);

  /** What a reader of runs has. */
  final Map<String, WarmupRun> runs = new LinkedHashMap<>();

  /** What others are to hear after the next commit. */
  private record Held(PlanChange change, Duration since) {}

  private final Jobs jobs;
  private final Members members = TestJobs.members(TestJobs.loader("shop", "a"));
  private final Map<String, Note> committed = new HashMap<>();
  private final List<PlanChange> uncommitted = new ArrayList<>();
  private final List<WarmupMessage> sinceCommit = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();

  /** By run, number and attempt: what is out, and was neither ended nor dropped by a worker. */
  private final Map<String, WarmupTask> out = new LinkedHashMap<>();

  private final Map<String, Duration> outSince = new HashMap<>();

  private final Map<String, Set<String>> done = new HashMap<>();
  private final Map<String, Long> fired = new HashMap<>();
  private final Map<String, Long> warmed = new HashMap<>();
  private final Map<String, List<Long>> due = new LinkedHashMap<>();
  private final Set<String> scheduled = new HashSet<>();
  private Planner planner;
  private Duration uptime = Duration.ZERO;
  private Instant wall = Instant.parse("2030-01-01T12:00:00Z");
  private long offset;
  private boolean crashed;

  Cluster(String... jobs) {
    this.jobs = TestJobs.jobs(jobs);
    this.planner = Planner.restore("planner", Map.of(), now());
  }

  private Moment now() {
    return new Moment(uptime, wall);
  }

  private World world() {
    return new World(jobs, members, Set.of("shop"));
  }

  void gap(Duration time) {
    uptime = uptime.plus(time);
    wall = wall.plus(time);
    out.values().removeIf(task -> task.getLifeMs().isEmpty() && age(task).compareTo(LONGEST) >= 0);
  }

  private Duration age(WarmupTask task) {
    return uptime.minus(outSince.getOrDefault(name(task), Duration.ZERO));
  }

  /** Whether a worker that takes it now begins it. */
  private boolean isAlive(WarmupTask task) {
    return task.getLifeMs().isEmpty() || age(task).toMillis() <= task.getLifeMs().get();
  }

  void jump(Duration error) {
    wall = wall.plus(error);
  }

  void pass(Duration time) {
    pass(time, STEP);
  }

  private void pass(Duration time, Duration step) {
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(step)) {
      gap(step);
      took(planner.tick(now(), world()));
    }
  }

  void say(SpecificRecord content) {
    hear(new WarmupMessage("test", 0L, content));
  }

  private void hear(WarmupMessage message) {
    sinceCommit.add(message);
    took(planner.heard(message, now(), world()));
  }

  void start(String run, String job, String... keys) {
    say(new StartRun(run, "shop", job, List.of(keys), null, null));
  }

  void fired(String target) {
    fired.put(target.substring(2), offset);
    say(new RuleFired("shop", "user-updated", target, 0, offset++));
  }

  /** A worker does one of the tasks. */
  void work(int which) {
    if (out.isEmpty()) {
      return;
    }
    WarmupTask task = List.copyOf(out.values()).get(which % out.size());
    out.remove(name(task));
    if (!isAlive(task)) {
      return;
    }
    if (task.getWork() instanceof ListKeys) {
      say(Planning.page(task, "w" + which % 2, 0, "session:1:1", "session:1:2").build());
      say(Planning.page(task, "w" + which % 2, 1, "session:1:3").setLast(true).build());
      return;
    }
    done.computeIfAbsent(task.getRun(), run -> new LinkedHashSet<>()).addAll(Planning.keys(task));
    long behind = task.getBehind().stream().mapToLong(LogOffset::getOffset).max().orElse(-1);
    Planning.keys(task).forEach(key -> warmed.merge(key, behind, Math::max));
    say(Planning.report(task).build());
  }

  /** A worker drops one of the tasks. */
  void die(int which) {
    if (!out.isEmpty()) {
      out.remove(List.copyOf(out.keySet()).get(which % out.size()));
    }
  }

  void commit() {
    uncommitted.forEach(this::store);
    uncommitted.clear();
    sinceCommit.clear();
    List<Held> safe = List.copyOf(held);
    held.clear();
    safe.stream().filter(this::isSent).map(Held::change).forEach(this::out);
  }

  private boolean isSent(Held each) {
    return !(each.change() instanceof PlanChange.HandedOut)
        || uptime.minus(each.since()).compareTo(SENDING) < 0;
  }

  private void store(PlanChange change) {
    if (change instanceof PlanChange.Stored stored) {
      committed.put(stored.key(), stored.note());
    } else if (change instanceof PlanChange.Dropped dropped) {
      committed.remove(dropped.key());
    }
  }

  /**
   * What was heard since the last commit is heard again by another planner.
   *
   * @param kept of what was stored since
   * @return whether that was all
   */
  boolean crash(int kept) {
    crashed = true;
    boolean all = kept >= uncommitted.size();
    uncommitted.subList(0, Math.min(kept, uncommitted.size())).forEach(this::store);
    uncommitted.clear();
    held.clear();
    // Nobody takes over in no time.
    gap(Duration.ofMillis(1_237));
    planner = Planner.restore("planner", committed, now());
    took(byDueTime(planner.everything()));
    List<WarmupMessage> again = List.copyOf(sinceCommit);
    sinceCommit.clear();
    again.forEach(this::hear);
    return all;
  }

  /** The planner says them in any order. */
  private static List<PlanChange> byDueTime(List<PlanChange> all) {
    return all.stream()
        .sorted(
            Comparator.comparingLong(
                change ->
                    change instanceof PlanChange.Written written
                        ? written.run().getDueAtMs()
                        : Long.MAX_VALUE))
        .toList();
  }

  /** Workers do all that there is until nothing more comes. */
  void comeToRest() {
    for (int round = 0; round < 200 && !isAtRest(round); round++) {
      commit();
      while (!out.isEmpty()) {
        work(0);
        commit();
      }
      pass(Duration.ofSeconds(20), Duration.ofSeconds(10));
    }
    commit();
    took(planner.everything());
  }

  /** The jobs go on for ever: what counts is a moment at which nothing is under way. */
  private boolean isAtRest(int round) {
    return round > 12
        && out.isEmpty()
        && held.isEmpty()
        && planner.figures(now()).runs().isEmpty()
        && planner.figures(now()).tasksInFlight() == 0;
  }

  private void took(List<PlanChange> news) {
    for (PlanChange change : news) {
      if (change instanceof PlanChange.Stored || change instanceof PlanChange.Dropped) {
        uncommitted.add(change);
      } else if (change.waitsForCommit()) {
        held.add(new Held(change, uptime));
      } else {
        out(change);
      }
    }
  }

  private void out(PlanChange change) {
    if (change instanceof PlanChange.HandedOut task) {
      requireNoneTwice(task.task());
      out.put(name(task.task()), task.task());
      outSince.put(name(task.task()), uptime);
    } else if (change instanceof PlanChange.Written written) {
      written(written.run());
    } else if (change instanceof PlanChange.Forgotten forgotten) {
      runs.remove(forgotten.run());
    }
  }

  private void written(WarmupRun run) {
    runs.put(run.getRun(), run);
    boolean byTime = run.getTrigger() == RunTrigger.EVERY || run.getTrigger() == RunTrigger.CRON;
    if (byTime && scheduled.add(run.getRun())) {
      due.computeIfAbsent(run.getJob(), job -> new ArrayList<>()).add(run.getDueAtMs());
    }
  }

  /** Only a crash may make that two tasks of a run are out with one key. */
  private void requireNoneTwice(WarmupTask task) {
    for (WarmupTask other : out.values()) {
      boolean twice =
          !crashed
              && isAlive(other)
              && other.getRun().equals(task.getRun())
              && Planning.keys(other).stream().anyMatch(Planning.keys(task)::contains);
      assertFalse(twice, () -> "found keys of " + task + " in " + other);
    }
  }

  private static String name(WarmupTask task) {
    return task.getRun() + "#" + task.getNumber() + "#" + task.getAttempt();
  }

  /** Of all that a worker may be at work on, one that began at the last moment too. */
  void assertPaceWithin(double limit) {
    double pace =
        out.values().stream()
            .filter(
                task -> age(task).toMillis() <= task.getLifeMs().orElse(0L) + task.getTimeoutMs())
            .mapToDouble(task -> task.getKeysPerSecond().orElse(0.0))
            .sum();
    assertTrue(pace <= limit * (1 + 1e-6), () -> "found " + pace + ", expected at most " + limit);
  }

  Set<String> keysDone(String run) {
    return done.getOrDefault(run, Set.of());
  }

  Map<String, List<Long>> dueTimes() {
    return due;
  }

  /** Each key was warmed behind its last invalidation, unless keys of some run have failed. */
  void assertFiredWereWarmed() {
    boolean failed =
        runs.values().stream()
            .anyMatch(run -> run.getState() == RunState.FAILED || run.getFailed() > 0);
    fired.forEach(
        (key, at) ->
            assertTrue(
                failed || warmed.getOrDefault(key, -1L) >= at,
                () -> key + ": found " + warmed.get(key) + ", expected at least " + at));
  }
}
