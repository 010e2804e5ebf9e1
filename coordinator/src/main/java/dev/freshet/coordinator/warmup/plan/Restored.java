// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.history.AccessHistory;
import dev.freshet.coordinator.warmup.history.HotReports;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.registry.keeping.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a planner begins with: all that another has stored. What was stored last may be missing;
 * what belongs to a run that is missing is of one that is planned again, and is dropped.
 */
record Restored(
    Runs runs,
    HotReports reports,
    AccessHistory history,
    KeyFinding finding,
    Collecting collecting,
    Timetable timetable) {
  /**
   * How far the numbers of tasks go on from those that are known. Of tasks that were handed out
   * last the notes may be lost, over one crash or several: a report on one of them must not be
   * taken for one on another with its number. So each planner goes on at a place of its own.
   */
  private static final int LOST_NUMBERS = 1_000;

  private static final int PLACES = 10_000_019;

  static Restored from(Map<String, Note> notes, Ledger ledger, Moment moment) {
    Duration now = moment.uptime();
    Runs runs = new Runs(ledger);
    HotReports reports = new HotReports();
    AccessHistory history = new AccessHistory();
    KeyFinding finding = new KeyFinding(reports, history);
    Collecting collecting = new Collecting(ledger, runs, finding);
    Timetable timetable = new Timetable(ledger, runs);
    Restored restored = new Restored(runs, reports, history, finding, collecting, timetable);
    int skipped = LOST_NUMBERS + (int) Math.floorMod(moment.wall().toEpochMilli(), (long) PLACES);
    new RunNotes(notes, ledger, skipped).restore(runs, now);
    notes.forEach((key, note) -> restored.take(key, note, now));
    runs.all().stream()
        .map(Run::identity)
        .filter(run -> !Due.isFar(Instant.ofEpochMilli(run.dueAtMs()), moment.wall()))
        .forEach(timetable::restore);
    return restored;
  }

  private void take(String key, Note note, Duration now) {
    if (note instanceof Note.OfJob job) {
      timetable.restore(NoteKeys.parseJob(NoteKeys.parts(key, 2).get(1)), job);
    } else if (note instanceof Note.OfTarget target) {
      List<String> parts = NoteKeys.parts(key, 3);
      JobRef job = NoteKeys.parseJob(parts.get(1));
      collecting.restore(job, parts.get(2), target, now);
    } else if (note instanceof Note.OfHotKeys hot) {
      // As if it had just been said: how old it is nobody knows.
      reports.heard(NoteKeys.parts(key, 2).get(1), hot.region(), hot.keys(), now);
    } else if (note instanceof Note.OfHour hour) {
      List<String> parts = NoteKeys.parts(key, 3);
      history.restore(parts.get(2), Integer.parseInt(parts.get(1)), hour.hour());
    }
  }

  /** The notes of runs. */
  private static final class RunNotes {
    private final Map<String, Note> notes;
    private final Ledger ledger;
    private final int skipped;
    private final Map<String, SortedMap<Integer, Note.OfKeys>> pages = new HashMap<>();
    private final Map<String, SortedMap<Integer, Note.OfKeys>> failed = new HashMap<>();
    private final Map<String, SortedMap<Integer, Note.OfTask>> tasks = new HashMap<>();

    RunNotes(Map<String, Note> notes, Ledger ledger, int skipped) {
      this.notes = notes;
      this.ledger = ledger;
      this.skipped = skipped;
      notes.forEach(this::sort);
    }

    private void sort(String key, Note note) {
      String kind = NoteKeys.kind(key);
      if (note instanceof Note.OfKeys keys) {
        put(kind.equals(NoteKeys.PAGE) ? pages : failed, key, keys);
      } else if (note instanceof Note.OfTask task) {
        put(tasks, key, task);
      }
    }

    private <T extends Note> void put(Map<String, SortedMap<Integer, T>> map, String key, T note) {
      List<String> parts = NoteKeys.parts(key, 3);
      if (notes.get(NoteKeys.run(parts.get(2))) instanceof Note.OfRun) {
        map.computeIfAbsent(parts.get(2), any -> new TreeMap<>())
            .put(Integer.parseInt(parts.get(1)), note);
      } else {
        ledger.drop(key);
      }
    }

    void restore(Runs runs, Duration now) {
      notes.values().stream()
          .filter(Note.OfRun.class::isInstance)
          .forEach(note -> runs.restore(run((Note.OfRun) note, now)));
    }

    private Run run(Note.OfRun note, Duration now) {
      String id = note.identity().run();
      Run run = Run.restore(note, pages.getOrDefault(id, new TreeMap<>()), ledger);
      tasks
          .getOrDefault(id, new TreeMap<>())
          .forEach(
              (number, task) -> {
                if (note.ended().contains(number)) {
                  ledger.drop(NoteKeys.task(id, number));
                } else {
                  run.restoreTask(number, task, now);
                }
              });
      failed
          .getOrDefault(id, new TreeMap<>())
          .forEach((n, all) -> run.restoreFailed(n, all.keys()));
      if (!run.isEnded()) {
        run.skipNumbers(skipped);
      }
      return run;
    }
  }
}
