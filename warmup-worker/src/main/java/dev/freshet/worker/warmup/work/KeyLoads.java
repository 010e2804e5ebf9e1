// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the keys of one task: in calls as large as loader and pace allow, those that fail again
 * after a pause. Where a call fails for the last time it is halved until the bad keys stand alone,
 * so that they take no good ones with them. For one thread.
 */
final class KeyLoads<V> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLoads.class);

  private final WarmRegion<V> region;
  private final WarmupTask task;
  private final BooleanSupplier isStopped;
  private final Pause pause;
  private final Asked<V> asked;
  private final Pace pace;
  private final Backoff backoff;
  private final Tally tally = new Tally();
  private String lastError = "";

  KeyLoads(
      WarmRegion<V> region,
      WarmupTask task,
      BooleanSupplier isStopped,
      Pause pause,
      DoubleSupplier random) {
    this.region = region;
    this.task = task;
    this.isStopped = isStopped;
    this.pause = pause;
    Duration ttl = region.region().settings().lifetime().ttl();
    this.asked = new Asked<>(region.loader(), ttl, task.getTtlJitter().orElse(0.0), random);
    this.pace =
        task.getKeysPerSecond()
            .map(limit -> Pace.of(limit, region.maxBatch()))
            .orElseGet(() -> Pace.unlimited(region.maxBatch()));
    this.backoff =
        new Backoff(
            Duration.ofMillis(task.getBackoffMs()),
            Duration.ofMillis(task.getMaxBackoffMs()),
            random);
  }

  /**
   * Loads them; blocks until L2 has what was loaded, and until the time of the last call is over.
   *
   * @throws InterruptedException if the task is stopped
   */
  Tally load(LoadKeys work) throws InterruptedException {
    Set<EntryKey> left = parse(work.getKeys());
    int attempts = Math.max(1, task.getAttempts());
    for (int attempt = 1; attempt <= attempts && !left.isEmpty(); attempt++) {
      if (attempt > 1) {
        pause.of(backoff.before(attempt));
      }
      left = attempt(left, attempt > 1, attempt == attempts);
    }
    left.forEach(key -> tally.failed(key.text(), lastError));
    return tally;
  }

  private Set<EntryKey> parse(List<String> texts) {
    Set<EntryKey> keys = new LinkedHashSet<>();
    for (String text : texts) {
      Optional<EntryKey> key = region.region().keyOf(text);
      key.ifPresentOrElse(keys::add, () -> tally.failed(text, misfit(text)));
    }
    return keys;
  }

  private String misfit(String text) {
    return "key "
        + text
        + ": found a key that region "
        + region.region().settings().name()
        + " does not have, expected "
        + region.region().settings().key();
  }

  /** Those that failed. */
  private Set<EntryKey> attempt(Set<EntryKey> keys, boolean isRetry, boolean isLast)
      throws InterruptedException {
    Set<EntryKey> failed = new LinkedHashSet<>();
    List<EntryKey> all = new ArrayList<>(keys);
    int chunk = pace.chunk();
    for (int from = 0; from < all.size(); from += Math.min(chunk, all.size() - from)) {
      List<EntryKey> part = all.subList(from, from + Math.min(chunk, all.size() - from));
      tally.retries += isRetry ? 1 : 0;
      if (!call(part)) {
        failed.addAll(isLast ? halve(part) : part);
      }
    }
    return failed;
  }

  private Set<EntryKey> halve(List<EntryKey> keys) throws InterruptedException {
    if (keys.size() == 1) {
      return Set.copyOf(keys);
    }
    Set<EntryKey> failed = new LinkedHashSet<>();
    int middle = keys.size() / 2;
    for (List<EntryKey> half :
        List.of(keys.subList(0, middle), keys.subList(middle, keys.size()))) {
      tally.retries++;
      if (!call(half)) {
        failed.addAll(halve(half));
      }
    }
    return failed;
  }

  /** Whether it went well. Returns when the source may be asked again. */
  private boolean call(List<EntryKey> keys) throws InterruptedException {
    if (isStopped.getAsBoolean()) {
      // Some drivers swallow an interrupt.
      throw new InterruptedException("warm-up task stopped");
    }
    boolean isDone = warm(keys);
    tally.sourceTime = tally.sourceTime.plus(asked.takeTime());
    Duration wait = pace.after(asked.takeKeys());
    if (!wait.isZero()) {
      pause.of(wait);
    }
    return isDone;
  }

  private boolean warm(List<EntryKey> keys) throws InterruptedException {
    try {
      tally.add(region.region().warm(keys, asked));
      return true;
    } catch (LoadFailedException e) {
      if (Thread.interrupted()) {
        InterruptedException stopped = new InterruptedException("warm-up task stopped");
        stopped.initCause(e);
        throw stopped;
      }
      lastError = String.valueOf(e.getMessage());
      LOG.debug("warm-up load failed region={} job={}", task.getRegion(), task.getJob(), e);
      return false;
    }
  }
}
