// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.worker.source.Sources;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does tasks of any kind. Safe for any thread. */
public final class Works {
  /** Most keys that a report names. */
  static final int MOST_FAILED_KEYS = 1_000;

  private final Function<String, Optional<WarmRegion<?>>> regions;
  private final Sources sources;
  private final String worker;
  private final Pages pages;
  private final WorkMeters meters;

  /**
   * Does tasks.
   *
   * @param regions finds a region that was opened with a loader
   * @param sources where keys are listed from
   * @param worker how this node signs reports
   * @param pages takes the pages of listed keys
   * @param registry where meters go
   */
  public Works(
      Function<String, Optional<WarmRegion<?>>> regions,
      Sources sources,
      String worker,
      Pages pages,
      MeterRegistry registry) {
    this.regions = regions;
    this.sources = sources;
    this.worker = worker;
    this.pages = pages;
    this.meters = new WorkMeters(registry);
  }

  /**
   * Does a task, in the caller's thread.
   *
   * @throws InterruptedException if the caller is interrupted
   */
  public Outcome work(WarmupTask task) throws InterruptedException {
    return work(task, () -> false);
  }

  /**
   * Does a task, in the caller's thread.
   *
   * @param isStopped whether to stop before the next load, also where nothing was interrupted
   * @throws InterruptedException if the task is stopped
   */
  public Outcome work(WarmupTask task, BooleanSupplier isStopped) throws InterruptedException {
    Optional<WarmRegion<?>> region = regions.apply(task.getRegion());
    if (region.isEmpty()) {
      return new Outcome.Unable(
          "region " + task.getRegion() + ": is not open with a loader here, expected it to be");
    }
    if (task.getWork() instanceof LoadKeys work) {
      return load(region.get(), task, work, isStopped);
    }
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(task.getBackoffMs()),
            Duration.ofMillis(task.getMaxBackoffMs()),
            Works::random);
    return new KeyList(region.get().region(), task, worker, pages)
        .list((ListKeys) task.getWork(), sources, backoff, Works::pause);
  }

  private <V> Outcome load(
      WarmRegion<V> region, WarmupTask task, LoadKeys work, BooleanSupplier isStopped)
      throws InterruptedException {
    long began = System.nanoTime();
    Tally tally = new KeyLoads<>(region, task, isStopped, Works::pause, Works::random).load(work);
    meters.loaded(task.getRegion(), tally);
    TaskOutcome how = tally.isAllFailed() ? TaskOutcome.FAILED : TaskOutcome.DONE;
    TaskReport report = report(task, worker, how, tally, System.nanoTime() - began);
    return new Outcome.Done(how, report, tally.failedKeys, tally.error == null ? "" : tally.error);
  }

  private static TaskReport report(
      WarmupTask task, String worker, TaskOutcome how, Tally tally, long nanos) {
    return TaskReport.newBuilder()
        .setRun(task.getRun())
        .setNumber(task.getNumber())
        .setAttempt(task.getAttempt())
        .setWorker(worker)
        .setOutcome(how)
        .setPresent(tally.present)
        .setLoaded(tally.loaded)
        .setAbsent(tally.absent)
        .setRefused(tally.refused)
        .setFailed(tally.failedKeys.size())
        .setFailedKeys(first(tally.failedKeys))
        .setRetries(tally.retries)
        .setSourceTimeMs(tally.sourceTime.toMillis())
        .setTookMs(TimeUnit.NANOSECONDS.toMillis(nanos))
        .setError(tally.error)
        .build();
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private static List<String> first(List<String> keys) {
    int count = 0;
    int chars = 0;
    while (count < Math.min(keys.size(), MOST_FAILED_KEYS) && chars < KeyList.PAGE_CHARS) {
      chars += keys.get(count++).length();
    }
    return List.copyOf(keys.subList(0, count));
  }

  /** What is reported of a task that nobody could do: all of its keys have failed. */
  public static Outcome.Done undone(WarmupTask task, String worker, @Nullable String error) {
    Tally tally = new Tally();
    if (task.getWork() instanceof LoadKeys work) {
      work.getKeys().forEach(key -> tally.failed(key, String.valueOf(error)));
    }
    tally.error = error;
    TaskReport report = report(task, worker, TaskOutcome.FAILED, tally, 0);
    return new Outcome.Done(
        TaskOutcome.FAILED, report, tally.failedKeys, error == null ? "" : error);
  }
}
