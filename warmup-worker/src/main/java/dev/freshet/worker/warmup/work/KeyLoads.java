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
 * Loads the keys of one task: in calls as large as loader and pace allow, those that fail or that
 * L2 has not stored again after a pause. Where a call fails for the last time it is halved until
 * the bad keys stand alone, so that they take no good ones with them. For one thread.
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
      failed.addAll(isLast ? lastCall(part) : call(part).failed());
    }
    return failed;
  }

  private Set<EntryKey> lastCall(List<EntryKey> keys) throws InterruptedException {
    Called called = call(keys);
    if (called.isAnswered() || keys.size() == 1) {
      return called.failed();
    }
    Set<EntryKey> failed = new LinkedHashSet<>();
    int middle = keys.size() / 2;
    for (List<EntryKey> half :
        List.of(keys.subList(0, middle), keys.subList(middle, keys.size()))) {
      tally.retries++;
      failed.addAll(lastCall(half));
    }
    return failed;
  }

  /**
   * What came of a call.
   *
   * @param failed keys that may be tried again
   * @param isAnswered whether the source has answered; else one bad key may have failed them all
   */
  private record Called(Set<EntryKey> failed, boolean isAnswered) {}

  /** Returns when the source may be asked again. */
  private Called call(List<EntryKey> keys) throws InterruptedException {
    if (isStopped.getAsBoolean()) {
      // Some drivers swallow an interrupt.
      throw new InterruptedException("warm-up task stopped");
    }
    Called called = warm(keys);
    tally.sourceTime = tally.sourceTime.plus(asked.takeTime());
    Duration wait = pace.after(asked.takeKeys());
    if (!wait.isZero()) {
      pause.of(wait);
    }
    return called;
  }

  private Called warm(List<EntryKey> keys) throws InterruptedException {
    try {
      Set<EntryKey> unstored = tally.add(region.region().warm(keys, asked));
      lastError = unstored.isEmpty() ? lastError : Tally.UNSTORED;
      return new Called(unstored, true);
    } catch (LoadFailedException e) {
      if (Thread.interrupted()) {
        InterruptedException stopped = new InterruptedException("warm-up task stopped");
        stopped.initCause(e);
        throw stopped;
      }
      lastError = String.valueOf(e.getMessage());
      LOG.debug("warm-up load failed region={} job={}", task.getRegion(), task.getJob(), e);
      return new Called(Set.copyOf(keys), false);
    }
  }
}
