// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.TestJobs;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteForm;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.RuleFired;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.registry.keeping.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** A planner, the time that passes for it, and a reader of what it writes. */
final class Planning {
  static final Duration STEP = Duration.ofMillis(500);

  /** What the changelog would hold. */
  final Map<String, byte[]> notes = new LinkedHashMap<>();

  /** What the topic of runs would hold. */
  final Map<String, WarmupRun> runs = new LinkedHashMap<>();

  /** Tasks for the workers that none of them has taken. */
  final Deque<WarmupTask> tasks = new ArrayDeque<>();

  final List<Warmed> warmed = new ArrayList<>();
  final List<PlanChange.Rejected> rejected = new ArrayList<>();
  final List<PlanChange> changes = new ArrayList<>();
  final Set<String> ready = new HashSet<>(Set.of("shop", "other"));

  Jobs jobs;
  Members members = TestJobs.members(TestJobs.loader("shop", "a"));
  Duration uptime = Duration.ofHours(1);
  Instant wall = Instant.parse("2030-01-01T12:00:00Z");

  private Planner planner;
  private long offset;

  Planning(String... jobs) {
    this.jobs = TestJobs.jobs(jobs);
    this.planner = Planner.restore("planner-1", Map.of(), now());
  }

  Moment now() {
    return new Moment(uptime, wall);
  }

  World world() {
    return new World(jobs, members, Set.copyOf(ready));
  }

  /** Another planner takes over. */
  void takenOver() {
    Map<String, Note> left = new HashMap<>();
    notes.forEach(
        (key, bytes) -> {
          try {
            left.put(key, NoteForm.decode(key, bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    uptime = Duration.ofSeconds(uptime.toSeconds() % 1_000);
    planner = Planner.restore("planner-2", left, now());
    took(planner.everything());
  }

  /** Time passes while the planner looks. */
  void pass(Duration time) {
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
      gap(STEP);
      tick();
    }
  }

  /** Time passes while nobody plans. */
  void gap(Duration time) {
    uptime = uptime.plus(time);
    wall = wall.plus(time);
  }

  void tick() {
    took(planner.tick(now(), world()));
  }

  List<PlanChange> say(SpecificRecord content) {
    return took(
        planner.heard(new WarmupMessage("test", wall.toEpochMilli(), content), now(), world()));
  }

  void start(String run, String job, String... keys) {
    say(new StartRun(run, "shop", job, List.of(keys), "ann", "a test"));
  }

  /** The rule of the test has invalidated something. */
  void fired(String target) {
    say(new RuleFired("shop", "user-updated", target, 0, offset++));
  }

  void hot(String node, String region, String... keys) {
    took(
        planner.reported(
            new HotKeys("shop", node, region, wall.toEpochMilli(), List.of(keys), false), now()));
  }

  void withdrawn(String reporter) {
    took(planner.withdrawn(reporter));
  }

  /** A worker does the next task well. */
  WarmupTask done() {
    WarmupTask task = tasks.removeFirst();
    done(task);
    return task;
  }

  void done(WarmupTask task) {
    say(report(task).build());
  }

  void allDone() {
    while (!tasks.isEmpty()) {
      done();
    }
  }

  static TaskReport.Builder report(WarmupTask task) {
    return TaskReport.newBuilder()
        .setRun(task.getRun())
        .setNumber(task.getNumber())
        .setAttempt(task.getAttempt())
        .setWorker("shop/a")
        .setOutcome(TaskOutcome.DONE)
        .setPresent(0)
        .setLoaded(keys(task).size())
        .setAbsent(0)
        .setRefused(0)
        .setFailed(0)
        .setFailedKeys(List.of())
        .setRetries(0)
        .setSourceTimeMs(1)
        .setTookMs(1);
  }

  /** A page of what a task lists. */
  static KeysListed.Builder page(WarmupTask task, String worker, int page, String... keys) {
    return KeysListed.newBuilder()
        .setRun(task.getRun())
        .setNumber(task.getNumber())
        .setAttempt(task.getAttempt())
        .setWorker(worker)
        .setPage(page)
        .setKeys(List.of(keys))
        .setLast(false)
        .setLeftOut(0)
        .setRejected(0)
        .setSourceTimeMs(0);
  }

  static List<String> keys(WarmupTask task) {
    return task.getWork() instanceof LoadKeys load ? load.getKeys() : List.of();
  }

  /** So many keys that begin alike. */
  static String[] keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  WarmupRun run(String id) {
    WarmupRun run = runs.get(id);
    if (run == null) {
      throw new AssertionError("no run " + id + ", found " + runs.keySet());
    }
    return run;
  }

  /** The one run there is. */
  WarmupRun run() {
    if (runs.size() != 1) {
      throw new AssertionError("expected one run, found " + runs.keySet());
    }
    return runs.values().iterator().next();
  }

  Figures figures() {
    return planner.figures(now());
  }

  private List<PlanChange> took(List<PlanChange> news) {
    changes.addAll(news);
    for (PlanChange change : news) {
      if (change instanceof PlanChange.Stored stored) {
        notes.put(stored.key(), NoteForm.encode(stored.note()));
      } else if (change instanceof PlanChange.Dropped dropped) {
        notes.remove(dropped.key());
      } else if (change instanceof PlanChange.HandedOut handedOut) {
        tasks.add(handedOut.task());
      } else if (change instanceof PlanChange.Written written) {
        runs.put(written.run().getRun(), written.run());
      } else if (change instanceof PlanChange.Forgotten forgotten) {
        runs.remove(forgotten.run());
      } else if (change instanceof PlanChange.Reported reported) {
        warmed.add(reported.warmed());
      } else if (change instanceof PlanChange.Rejected refused) {
        rejected.add(refused);
      }
    }
    return news;
  }
}
