// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Counts;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import dev.freshet.coordinator.warmup.world.JobRef;
import dev.freshet.events.avro.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * <pre>
 *   planned ──► Waiting ──► Listing ──► Running ──► Done
 *      │         │  ▲          │          │  ▲
 *      │         │  └──────────┴──────────┘  │  nobody can do it now
 *      │         └───────────────────────────┘
 *      └──► Skipped        each of these three ──► Failed, Cancelled
 * </pre>
 *
 * <p>The tasks of a run that ends before they do stay open until they are reported or lost: they
 * still take their share of what the source bears.
 */
final class Run {
  static final int MOST_ERRORS = 10;
  static final int MOST_FAILED_KEYS = 10_000;

  /** Of what others say for people: records of a megabyte are refused by brokers. */
  static final int LONGEST_TEXT = 1_000;

  private final Note.Identity identity;
  private final Ledger ledger;
  private final Pages waiting;
  private final SortedMap<Integer, OpenTask> open = new TreeMap<>();
  private final SortedMap<Integer, List<String>> failed = new TreeMap<>();
  private final List<String> errors = new ArrayList<>();

  /** Tasks that have ended, until that is stored. */
  private final List<Integer> ended = new ArrayList<>();

  private Note.Progress progress = new Note.Progress(RunState.WAITING, null, null, null, null, 0);
  private Counts counts = Counts.NONE;
  private int failedKeys;
  private int batch;
  private boolean isStored;
  private boolean isWritten;
  private boolean isUrgent = true;

  /** Since when nobody can do it, in the planner's uptime; null if somebody can. */
  private @Nullable Duration helplessSince;

  private String helplessWhy = "";

  Run(Note.Identity identity, int batch, Ledger ledger) {
    this.identity = identity;
    this.batch = batch;
    this.ledger = ledger;
    this.waiting = new Pages(identity.run(), ledger);
  }

  /** A run as it was left; {@link #restoreTask} and others bring the rest. */
  static Run restore(Note.OfRun note, SortedMap<Integer, Note.OfKeys> pages, Ledger ledger) {
    Run run = new Run(note.identity(), note.waiting().batch(), ledger);
    run.progress = note.progress();
    run.counts = note.counts();
    run.errors.addAll(note.errors());
    run.waiting.restore(note.waiting(), pages);
    if (!run.waiting.isComplete()) {
      // None is handed out yet, and pages may have been stored of which the note does not know.
      run.counts = run.counts.andKeys(run.waiting.size() - run.counts.keys(), 0);
    }
    run.isStored = true;
    run.written();
    return run;
  }

  void restoreTask(int number, Note.OfTask note, Duration now) {
    open.put(number, new OpenTask(number, note, now));
  }

  void restoreFailed(int task, List<String> keys) {
    failed.put(task, keys);
    failedKeys += keys.size();
  }

  /** From now on its tasks have numbers that nobody can have given out who ran before. */
  void skipNumbers(int count) {
    at(progress.state(), progress.reason(), progress.nextNumber() + count);
  }

  String id() {
    return identity.run();
  }

  JobRef job() {
    return identity.job();
  }

  Note.Identity identity() {
    return identity;
  }

  Note.Progress progress() {
    return progress;
  }

  Counts counts() {
    return counts;
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  RunState state() {
    return progress.state();
  }

  boolean isEnded() {
    return progress.endedAtMs() != null;
  }

  boolean hasStarted() {
    return progress.startedAtMs() != null;
  }

  /** Whether all that it began with is done: for its end nobody is needed. */
  boolean isWorkedOff() {
    return hasStarted() && waiting.isComplete() && waiting.size() == 0 && open.isEmpty();
  }

  Pages waiting() {
    return waiting;
  }

  int batch() {
    return batch;
  }

  void batch(int keys) {
    batch = keys;
  }

  Collection<OpenTask> open() {
    return List.copyOf(open.values());
  }

  @Nullable OpenTask task(int number) {
    return open.get(number);
  }

  /** How many of its tasks that load keys are handed out. */
  int tasksInFlight() {
    return (int) open.values().stream().filter(task -> !task.isListing()).count();
  }

  /**
   * What its tasks may ask of a source that has a limit in a second. There is no bound to what one
   * asks that was handed out before the source had one.
   */
  double paceInFlight() {
    double sum = 0;
    for (OpenTask task : open.values()) {
      Double pace = task.note().keysPerSecond();
      sum += task.isListing() ? 0 : pace == null ? Double.POSITIVE_INFINITY : pace;
    }
    return sum;
  }

  /** For how long nobody has been able to do it, for one and the same reason. */
  Duration helpless(String why, Duration now) {
    Duration since = why.equals(helplessWhy) ? helplessSince : null;
    if (since == null) {
      since = now;
      helplessSince = now;
      helplessWhy = why;
    }
    return now.minus(since);
  }

  void helped() {
    helplessSince = null;
  }

  void waitFor(String reason) {
    at(RunState.WAITING, reason, progress.nextNumber());
  }

  void at(RunState state) {
    at(state, null, progress.nextNumber());
  }

  private void at(RunState state, @Nullable String reason, int nextNumber) {
    become(
        new Note.Progress(
            state,
            reason,
            progress.service(),
            progress.startedAtMs(),
            progress.endedAtMs(),
            nextNumber));
  }

  /** A service works on it. */
  void servedBy(String service) {
    become(
        new Note.Progress(
            progress.state(),
            progress.reason(),
            service,
            progress.startedAtMs(),
            progress.endedAtMs(),
            progress.nextNumber()));
  }

  void end(RunState state, @Nullable String reason, long nowMs) {
    become(
        new Note.Progress(
            state,
            reason == null ? null : shortened(reason),
            progress.service(),
            progress.startedAtMs(),
            nowMs,
            progress.nextNumber()));
  }

  private void become(Note.Progress next) {
    if (!next.equals(progress)) {
      isUrgent |= next.state() != progress.state();
      progress = next;
      changed();
    }
  }

  private void changed() {
    isStored = false;
    isWritten = false;
  }

  void count(Counts next) {
    counts = next;
    changed();
  }

  /** An error, for people; of those that differ the last are kept. */
  void error(String message) {
    String kept = shortened(message);
    errors.remove(kept);
    errors.add(kept);
    if (errors.size() > MOST_ERRORS) {
      errors.remove(0);
    }
    changed();
  }

  /** A text that fits into a record with others. */
  static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /** A task is handed out; its number is the next. */
  OpenTask handOut(Note.OfTask note, Situation now) {
    int number = progress.nextNumber();
    OpenTask task = new OpenTask(number, note, now.uptime());
    put(task);
    Long started = progress.startedAtMs();
    become(
        new Note.Progress(
            progress.state(),
            progress.reason(),
            progress.service(),
            started == null ? (Long) now.nowMs() : started,
            progress.endedAtMs(),
            number + 1));
    return task;
  }

  /** A task is as this says. */
  void put(OpenTask task) {
    open.put(task.number(), task);
    ledger.store(NoteKeys.task(id(), task.number()), task.note());
    changed();
  }

  /** The silence about a task says nothing yet: it begins now. */
  void excuse(OpenTask task, Duration now) {
    open.put(task.number(), new OpenTask(task.number(), task.note(), now));
  }

  /** A task has ended. Its note stays until it is stored what came of it. */
  void close(int number) {
    open.remove(number);
    ended.add(number);
    changed();
  }

  /** Keys of a task could not be loaded. */
  void failed(int task, List<String> keys) {
    List<String> kept =
        List.copyOf(keys.subList(0, Math.min(keys.size(), MOST_FAILED_KEYS - failedKeys)));
    if (!kept.isEmpty()) {
      restoreFailed(task, kept);
      ledger.store(NoteKeys.failed(id(), task), new Note.OfKeys(kept));
    }
  }

  /** The keys that could not be loaded, as far as they are known. */
  List<String> failedKeys() {
    return failed.values().stream().flatMap(List::stream).distinct().toList();
  }

  /** How many these are. */
  int failedKeysKnown() {
    return failedKeys;
  }

  /** From now on these are not known. */
  void forgetFailedKeys() {
    failed.keySet().forEach(task -> ledger.drop(NoteKeys.failed(id(), task)));
    failed.clear();
    failedKeys = 0;
  }

  /** Stores it if it has changed. */
  void store() {
    if (!isStored) {
      ledger.store(
          NoteKeys.run(id()),
          new Note.OfRun(
              identity,
              progress,
              counts,
              List.copyOf(errors),
              waiting.note(batch),
              List.copyOf(ended)));
      ended.forEach(task -> ledger.drop(NoteKeys.task(id(), task)));
      ended.clear();
      isStored = true;
    }
  }

  /** Whether others should hear of it: of what changes all the time only when {@code all}. */
  boolean isToBeWritten(boolean all) {
    return !isWritten && (all || isUrgent);
  }

  void written() {
    isWritten = true;
    isUrgent = false;
  }

  /** All that is stored of it need not be stored any more. */
  void forget() {
    waiting.clear();
    open.keySet().forEach(task -> ledger.drop(NoteKeys.task(id(), task)));
    forgetFailedKeys();
    ledger.drop(NoteKeys.run(id()));
  }
}
