// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.settings.Eviction;
import dev.freshet.cache.settings.L1Settings;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.worker.preload.JobProgress.State;
import dev.freshet.worker.warmup.work.Outcome;
import dev.freshet.worker.warmup.work.WarmRegion;
import dev.freshet.worker.warmup.work.Works;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * One {@code onJoin} job on this node: L1 is filled from L2 as far as it has room, the hottest keys
 * first; what L2 lacks is loaded, unless the source has a limit. That is one over all workers,
 * which one alone cannot keep. For one thread.
 */
final class JobRun {
  private final JobState state;
  private final JobDefinition job;
  private final Region<?> region;
  private final PreloadParts parts;
  private final Batches batches;
  private final Batches.Manner manner;

  JobRun(JobState state, Region<?> region, PreloadParts parts, Batches batches) {
    this.state = state;
    this.job = state.job();
    this.region = region;
    this.parts = parts;
    this.batches = batches;
    this.manner = new Batches.Manner(job.work().concurrency(), job.work().timeout());
  }

  /** Does the job, whatever comes of it. */
  void run(JobKeys keys) throws InterruptedException {
    state.listing();
    try {
      JobKeys.Listed listed = batches.within(job.work().timeout(), () -> keys.of(job, region));
      if (listed.keys().isEmpty() && isTrouble(listed)) {
        state.end(State.FAILED, listed.error());
        return;
      }
      warm(listed);
    } catch (ExecutionException e) {
      state.end(State.FAILED, "its keys cannot be listed: " + e.getCause());
    } catch (TimeoutException e) {
      state.end(State.FAILED, "its keys were not listed within " + job.work().timeout());
    }
  }

  /** That nobody has said which keys are hot yet, is none: somebody is the first node. */
  private boolean isTrouble(JobKeys.Listed listed) {
    return !listed.error().isEmpty() && !JobKeys.isHot(job);
  }

  private void warm(JobKeys.Listed listed) throws InterruptedException {
    state.listed(listed.keys().size());
    List<EntryKey> keys = parse(listed.keys());
    int room = (int) Math.min(keys.size(), room(region.settings().l1()));
    List<EntryKey> wanted = keys.subList(0, room);
    List<EntryKey> unfilled = fill(wanted, state::warmed);
    List<EntryKey> missing = new ArrayList<>(unfilled);
    missing.addAll(keys.subList(room, keys.size()));
    String leftOut = load(missing);
    if (leftOut.isEmpty()) {
      // What was loaded stands in L2 now, and was counted.
      List<EntryKey> unused = fill(unfilled, count -> {});
    }
    state.end(leftOut.isEmpty() ? listed.error() : leftOut);
  }

  private List<EntryKey> parse(List<String> texts) {
    Set<EntryKey> keys = new LinkedHashSet<>();
    for (String text : texts) {
      Optional<EntryKey> key = region.keyOf(text);
      key.ifPresentOrElse(
          keys::add,
          () -> state.failed(1, "key " + text + ": expected one of " + region.settings().key()));
    }
    return List.copyOf(keys);
  }

  private static long room(L1Settings l1) {
    return l1.eviction() != Eviction.TTL_ONLY && l1.capacity() instanceof Capacity.Entries limit
        ? limit.max()
        : Long.MAX_VALUE;
  }

  /** Those that L2 does not have, in the same order. */
  private List<EntryKey> fill(List<EntryKey> keys, IntConsumer counter)
      throws InterruptedException {
    Set<EntryKey> filled = ConcurrentHashMap.newKeySet();
    batches.run(
        inBatches(keys),
        manner,
        region::fill,
        have -> {
          filled.addAll(have);
          counter.accept(have.size());
        },
        (batch, problem) -> state.failed(0, problem));
    return keys.stream().filter(key -> !filled.contains(key)).toList();
  }

  /** Why some were left out; empty if none were. */
  private String load(List<EntryKey> keys) throws InterruptedException {
    if (keys.isEmpty()) {
      return "";
    }
    Optional<WarmRegion<?>> loading = parts.loading().apply(region.settings().name());
    if (loading.isEmpty()) {
      return keys.size() + " keys are not in L2, and the region has no loader here";
    }
    if (job.work().keysPerSecond() > 0 || loading.get().isLimited()) {
      return keys.size() + " keys are not in L2, and the limit of their source is for all workers";
    }
    int most = Math.min(job.work().concurrency(), loading.get().maxConcurrency());
    Works works =
        new Works(parts.loading(), parts.sources(), /* worker= */ "", page -> {}, parts.meters());
    JobTasks tasks = new JobTasks(job);
    batches.run(
        inBatches(keys),
        new Batches.Manner(most, job.work().timeout()),
        batch -> works.work(tasks.load(batch), Thread.currentThread()::isInterrupted),
        this::loaded,
        (batch, problem) -> state.failed(batch.size(), problem));
    return "";
  }

  private void loaded(Outcome outcome) {
    if (outcome instanceof Outcome.Done done && done.report() instanceof TaskReport report) {
      state.warmed(report.getPresent() + report.getLoaded() + report.getAbsent());
      state.failed(report.getFailed(), done.error());
    } else if (outcome instanceof Outcome.Unable unable) {
      state.failed(job.work().batchSize(), unable.why());
    }
  }

  private List<List<EntryKey>> inBatches(List<EntryKey> keys) {
    List<List<EntryKey>> parted = new ArrayList<>();
    int size = job.work().batchSize();
    for (int from = 0; from < keys.size(); from += size) {
      parted.add(keys.subList(from, Math.min(keys.size(), from + size)));
    }
    return parted;
  }
}
