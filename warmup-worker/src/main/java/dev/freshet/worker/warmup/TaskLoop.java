// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.values.Position;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.worker.warmup.TaskRun.Phase;
import dev.freshet.worker.warmup.work.Outcome;
import dev.freshet.worker.warmup.work.Works;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the runner's thread does over and over: takes tasks, starts them, settles those that have
 * ended, renews the locks of the others. For one thread, except {@link #wake}.
 */
final class TaskLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);
  private static final long IDLE_MS = 100;

  /** The longest wait while no lane is open. They do not open from one moment to the next. */
  private static final long CLOSED_MS = 1_000;

  /** Who was given tasks lately is likely to be given more: how long that holds, and the wait. */
  private static final long LATELY_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long BUSY_MS = 5;
  private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

  /** Something to be done at a time. */
  private record Later(long atNanos, Runnable action) {}

  private final LoopParts parts;
  private final Lanes lanes;
  private final Board board;

  /** What other threads have to say. */
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

  /** All that are not over. */
  private final List<TaskRun> runs = new ArrayList<>();

  private final List<Later> later = new ArrayList<>();

  /** When a task was taken last. */
  private long takenNanos;

  /** How long to wait if no lane is open: the longer none is. */
  private long closedMs;

  /** Works that have a thread; volatile for the meter. */
  private volatile int busy;

  /** Tasks on the board; volatile likewise. */
  private volatile int waiting;

  TaskLoop(LoopParts parts) {
    this.parts = parts;
    this.lanes = parts.lanes();
    this.board = parts.board();
    this.takenNanos = parts.nanoTime().getAsLong() - LATELY_NANOS;
    parts.meters().inFlight(() -> busy);
    parts.meters().waiting(() -> waiting);
  }

  /** Has {@link #pass} not wait; for any thread. */
  void wake() {
    events.add(() -> {});
  }

  /**
   * Once around. Waits for a moment if there is nothing to do.
   *
   * @param isTaking whether to take further tasks, and to start those that wait
   * @return whether any task is left
   * @throws org.apache.kafka.common.KafkaException if the cluster is not as it should be; then
   *     {@link #abandon}
   */
  boolean pass(boolean isTaking) throws InterruptedException {
    hear();
    lanes.renew().forEach(this::lost);
    endLate();
    if (isTaking) {
      lanes.adapt(parts.nanoTime().getAsLong());
      lanes.take(parts.nanoTime().getAsLong()).forEach(this::taken);
      doLater(parts.nanoTime().getAsLong());
      start();
    } else {
      List.copyOf(board.all()).forEach(this::giveBack);
      doLater(Long.MAX_VALUE);
    }
    lanes.flush();
    waiting = board.all().size();
    return !runs.isEmpty();
  }

  private void hear() throws InterruptedException {
    boolean isBusy = !runs.isEmpty() || parts.nanoTime().getAsLong() - takenNanos < LATELY_NANOS;
    closedMs = lanes.areOpen() ? 0 : Math.min(CLOSED_MS, closedMs + IDLE_MS);
    long waitMs = isBusy ? BUSY_MS : Math.max(IDLE_MS, closedMs);
    Runnable event = events.poll(waitMs, TimeUnit.MILLISECONDS);
    while (event != null) {
      event.run();
      event = events.poll();
    }
  }

  private void doLater(long untilNanos) {
    List<Later> due =
        later.stream()
            .filter(each -> untilNanos == Long.MAX_VALUE || each.atNanos() - untilNanos <= 0)
            .toList();
    later.removeAll(due);
    due.forEach(each -> each.action().run());
  }

  private void after(Duration time, Runnable action) {
    later.add(new Later(parts.nanoTime().getAsLong() + time.toNanos(), action));
  }

  // ---- taking and starting ----

  private void taken(Lanes.Taken taken) {
    takenNanos = parts.nanoTime().getAsLong();
    Lane lane = taken.lane();
    ConsumerRecord<byte[], byte[]> record = taken.record();
    parts.brokerClock().heard(record.timestamp());
    try {
      WarmupTask task = parts.decoder().apply(record);
      TaskRun run = new TaskRun(lane, record, task, parts.nanoTime().getAsLong());
      runs.add(run);
      board.add(run);
    } catch (RegistryUnavailableException e) {
      LOG.warn("schema registry away, warm-up task waits topic={}", record.topic(), e);
      after(REGISTRY_PAUSE, () -> lane.settle(record, AcknowledgeType.RELEASE));
    } catch (UndecodableRecordException e) {
      LOG.warn(
          "warm-up task unreadable topic={} partition={} offset={}",
          record.topic(),
          record.partition(),
          record.offset(),
          e);
      String problem = String.valueOf(e.getMessage());
      stored(
          parts.words().deadLetter(record, LastWords.UNREADABLE, problem),
          isStored ->
              lane.settle(record, isStored ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE));
    }
  }

  /**
   * The planner takes them for lost by now, or soon: what they may ask the source for is others'.
   */
  private void dropExpired() {
    OptionalLong nowMs = parts.brokerClock().millis();
    for (TaskRun run : board.all()) {
      if (run.isExpired(nowMs)) {
        LOG.info(
            "warm-up task too old, left to the planner job={} run={} task={} attempt={}",
            run.job(),
            run.task.getRun(),
            run.task.getNumber(),
            run.task.getAttempt());
        leave(run);
        settle(run, AcknowledgeType.ACCEPT, "expired");
      }
    }
  }

  private void start() {
    dropExpired();
    List<Position> watermarks = parts.watermarks().get();
    while (busy < parts.slots() && parts.isReady().getAsBoolean()) {
      TaskRun next = board.next(run -> isApplied(run.task.getBehind(), watermarks)).orElse(null);
      if (next == null) {
        return;
      }
      Body body =
          new Body(
              isStopped -> parts.works().work(next.task, isStopped),
              outcome -> events.add(() -> ended(next, outcome)));
      next.phase = Phase.RUNNING;
      next.startedNanos = parts.nanoTime().getAsLong();
      next.body = body;
      setBusy(busy + 1);
      parts.executor().execute(body);
    }
  }

  private void setBusy(int works) {
    busy = works;
  }

  /** Whether the node has passed all these commands. */
  static boolean isApplied(List<LogOffset> commands, List<Position> watermarks) {
    return commands.stream()
        .allMatch(
            command ->
                watermarks.stream()
                    .anyMatch(
                        passed ->
                            passed.partition() == command.getPartition()
                                && passed.offset() > command.getOffset()));
  }

  // ---- ending ----

  private void ended(TaskRun run, Outcome outcome) {
    setBusy(busy - 1);
    if (run.phase == Phase.RUNNING) {
      conclude(run, outcome);
    }
  }

  private void endLate() {
    long now = parts.nanoTime().getAsLong();
    List<Position> watermarks = parts.watermarks().get();
    for (TaskRun run : List.copyOf(runs)) {
      if (run.phase == Phase.RUNNING && run.isLate(now)) {
        stop(run);
        conclude(run, new Outcome.TimedOut());
      } else if (run.phase == Phase.WAITING
          && run.isLate(now)
          && !isApplied(run.task.getBehind(), watermarks)) {
        conclude(
            run,
            new Outcome.Unable(
                "commands not applied here within "
                    + run.timeout()
                    + ", found "
                    + watermarks
                    + ", expected to be behind "
                    + run.task.getBehind()));
      }
    }
  }

  private static void stop(TaskRun run) {
    if (run.body != null) {
      run.body.stop();
    }
  }

  private void conclude(TaskRun run, Outcome outcome) {
    leave(run);
    run.phase = Phase.ENDING;
    Settlement settlement = Settlement.of(outcome, run.delivery(), run.timeout());
    if (settlement instanceof Settlement.Accept accept) {
      accept(run, accept.done());
    } else if (settlement instanceof Settlement.Release release) {
      LOG.info(
          "warm-up task given back job={} run={} task={} delivery={} after={}",
          run.job(),
          run.task.getRun(),
          run.task.getNumber(),
          run.delivery(),
          outcome);
      after(release.after(), () -> settle(run, AcknowledgeType.RELEASE, "released"));
    } else if (settlement instanceof Settlement.Bury bury) {
      bury(run, bury.error());
    }
  }

  /** It is neither waiting nor worked on any more. */
  private void leave(TaskRun run) {
    if (run.phase == Phase.RUNNING) {
      board.ended(run);
    } else {
      board.remove(run);
    }
  }

  private void accept(TaskRun run, Outcome.Done done) {
    CompletableFuture<Void> letter =
        done.failedKeys().isEmpty()
            ? CompletableFuture.completedFuture(null)
            : parts.words().deadLetter(run.record, run.task, done.failedKeys(), done.error());
    stored(
        letter.thenCompose(letterStored -> parts.words().report(run.task.getRun(), done.report())),
        isStored -> settleReported(run, isStored, done.how()));
  }

  private void bury(TaskRun run, String error) {
    LOG.warn(
        "warm-up task failed job={} run={} task={} delivery={} error={}",
        run.job(),
        run.task.getRun(),
        run.task.getNumber(),
        run.delivery(),
        error);
    Outcome.Done done = Works.undone(run.task, parts.worker(), error);
    stored(
        parts
            .words()
            .deadLetter(run.record, LastWords.UNDONE, error)
            .thenCompose(letterStored -> parts.words().report(run.task.getRun(), done.report())),
        isStored -> settleReported(run, isStored, TaskOutcome.FAILED));
  }

  /** Hears in this thread how it went. */
  private void stored(CompletableFuture<Void> words, Consumer<Boolean> then) {
    CompletableFuture<Void> unused =
        words.whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                LOG.warn("report of a warm-up task not stored, it is done again", failure);
              }
              events.add(() -> then.accept(failure == null));
            });
  }

  private void settleReported(TaskRun run, boolean isStored, TaskOutcome how) {
    if (isStored) {
      settle(run, AcknowledgeType.ACCEPT, how == TaskOutcome.DONE ? "done" : "failed");
    } else {
      settle(run, AcknowledgeType.RELEASE, "released");
    }
  }

  private void settle(TaskRun run, AcknowledgeType how, String outcome) {
    if (run.phase != Phase.OVER) {
      run.lane.settle(run.record, how);
      over(run, outcome);
    }
  }

  private void over(TaskRun run, String outcome) {
    run.phase = Phase.OVER;
    runs.remove(run);
    parts.meters().ended(run.lane.priority(), outcome);
  }

  // ---- giving up ----

  private void giveBack(TaskRun run) {
    leave(run);
    settle(run, AcknowledgeType.RELEASE, "released");
  }

  private void lost(ConsumerRecord<byte[], byte[]> record) {
    for (TaskRun run : List.copyOf(runs)) {
      if (run.record == record) {
        LOG.warn(
            "lock of a warm-up task lost, it is stopped job={} run={} task={}",
            run.job(),
            run.task.getRun(),
            run.task.getNumber());
        stop(run);
        leave(run);
        over(run, "lost");
      }
    }
  }

  /** Stops all tasks and gives them back. */
  void stopAll() {
    for (TaskRun run : List.copyOf(runs)) {
      stop(run);
      giveBack(run);
    }
    doLater(Long.MAX_VALUE);
    lanes.flush();
  }

  /** Stops all tasks and leaves the group; the locks end by themselves if nobody answers. */
  void abandon() {
    for (TaskRun run : List.copyOf(runs)) {
      stop(run);
      over(run, "lost");
    }
    later.clear();
    board.clear();
    lanes.close();
  }
}
