// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.Region;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.Trigger;
import dev.freshet.worker.preload.JobProgress.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code onJoin} jobs of a node, done by the node itself, for itself: one after the other,
 * those of the highest priority first, each once its region is open. Begins with {@link #start};
 * what a job may hold the node up for counts from when this was made. Safe for any thread; nothing
 * waits and nothing is thrown.
 */
public final class Preload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Preload.class);
  private static final long REGION_CHECK_MS = 100;

  private final String node;
  private final PreloadParts parts;
  private final List<JobState> jobs;
  private final CompletableFuture<Void> ready;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Guarded by this. */
  private boolean isStarted;

  /**
   * A preload, which {@link #start} starts.
   *
   * @param declared all jobs that there are; those with other triggers are left alone
   */
  public Preload(String node, List<JobDefinition> declared, PreloadParts parts) {
    this.node = node;
    this.parts = parts;
    this.jobs =
        declared.stream()
            .filter(job -> job.trigger() instanceof Trigger.OnJoin)
            .sorted(Comparator.comparing(JobDefinition::priority))
            .map(JobState::new)
            .toList();
    this.ready =
        CompletableFuture.allOf(
            jobs.stream().map(JobState::released).toArray(CompletableFuture<?>[]::new));
    this.thread = new Thread(this::run, "freshet-preload-" + node);
    this.thread.setDaemon(true);
  }

  /** Begins, once. Not before the command log is read: until then L2 gives nothing. */
  public synchronized void start() {
    if (!isStarted && !jobs.isEmpty() && !isClosed()) {
      isStarted = true;
      thread.start();
    }
  }

  /** Done once no job holds the node up any more; never fails. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** How far it is with each job. */
  public List<JobProgress> progress() {
    return jobs.stream().map(JobState::progress).toList();
  }

  private void run() {
    List<JobState> waiting = new ArrayList<>(jobs);
    JobKeys keys = new JobKeys(parts);
    try (Batches batches = new Batches(node)) {
      while (!waiting.isEmpty() && !isClosed()) {
        if (!waiting.removeIf(job -> isUnknown(job)) && !runNext(waiting, keys, batches)) {
          boolean unused = closed.await(REGION_CHECK_MS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("preload stops node={}", node, e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean isUnknown(JobState job) {
    String region = job.job().region().text();
    if (parts.declared().test(region)) {
      return false;
    }
    end(job, "region " + region + ": is not declared, expected it to be");
    return true;
  }

  /** Whether there was a job that can be done by now; it is done then. */
  private boolean runNext(List<JobState> waiting, JobKeys keys, Batches batches)
      throws InterruptedException {
    for (JobState job : waiting) {
      Optional<Region<?>> region = parts.open().apply(job.job().region().text());
      if (region.isPresent()) {
        waiting.remove(job);
        run(job, new JobRun(job, region.get(), parts, batches), keys);
        return true;
      }
      job.waitsFor("region " + job.job().region().text() + ": is not open yet");
    }
    return false;
  }

  private void run(JobState job, JobRun run, JobKeys keys) throws InterruptedException {
    try {
      run.run(keys);
    } catch (RuntimeException e) {
      LOG.warn("preload failed node={} job={}", node, job.name(), e);
      job.end(State.FAILED, String.valueOf(e.getMessage()));
    }
    JobProgress came = job.progress();
    LOG.info(
        "preload {} node={} job={} region={} keys={} warm={} failed={} reason={}",
        came.state(),
        node,
        came.job(),
        came.region(),
        came.total(),
        came.warm(),
        came.failed(),
        came.reason());
  }

  private void end(JobState job, String problem) {
    LOG.warn("preload left out node={} job={} reason={}", node, job.name(), problem);
    job.end(State.FAILED, problem);
  }

  /** Stops what it does; does not wait for it. */
  @Override
  public synchronized void close() {
    closed.countDown();
    thread.interrupt();
  }
}
