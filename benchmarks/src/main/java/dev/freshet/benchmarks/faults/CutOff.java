// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.peers.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A group of keys of one contestant, through one cut: what its reader, which has been cut off,
 * serves of them. For one thread at a time, but {@link #awaitClosed} beside others.
 */
final class CutOff {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration STEP = Duration.ofMillis(10);

  private final Pair pair;
  private final Keys keys;
  private final SplittableRandom random = new SplittableRandom();
  private final List<Integer> stale = new ArrayList<>();
  private final DoubleAccumulator slowestMs = new DoubleAccumulator(Math::max, 0);
  private long loadsBefore;

  /** Volatile: {@link #awaitClosed} reads it in another thread. */
  private volatile Instant changedAt = Instant.MIN;

  /**
   * What came of it.
   *
   * @param stale reads that were stale, each time all keys were read
   * @param reloads loads from the source since the cut began
   * @param slowestMs what the slowest read took
   */
  record Outcome(List<Integer> stale, long reloads, double slowestMs) {}

  /**
   * A node's own word on how fresh it is.
   *
   * @param stale reads that were stale once its closed time lay behind the changes
   * @param seconds from the end of the cut until then
   */
  record Closed(int stale, double seconds) {}

  CutOff(Pair pair, Keys keys) {
    this.pair = pair;
    this.keys = keys;
  }

  Contestant contestant() {
    return pair.contestant();
  }

  Keys keys() {
    return keys;
  }

  /**
   * Before the cut: has the reader hold all keys as the source has them, whatever it held before.
   *
   * @throws IllegalStateException if it does not come to that
   */
  void settle() {
    Set<String> wrong = read(keys.list()).wrong();
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!wrong.isEmpty()) {
      requireBefore(deadlineNanos, wrong.size() + " keys still stale", heal(wrong));
      wrong = read(wrong).wrong();
    }
    stale.clear();
    slowestMs.reset();
    loadsBefore = loads();
  }

  /** Tells of former changes again; what somebody refused. */
  private @Nullable RuntimeException heal(Set<String> wrong) {
    RuntimeException refused = null;
    for (String key : wrong) {
      try {
        pair.reader().changed(key);
      } catch (RuntimeException e) { // whatever a library raises that has just been cut off
        refused = e;
      }
    }
    return refused;
  }

  /** During the cut: some keys change, and the writer tells so; blocks until it has. */
  void change(ExecutorService tellers) throws Exception {
    Futures.await(
        keys.draw(random).stream().map(key -> tellers.submit(() -> change(key))).toList());
    changedAt = Instant.now();
  }

  private void change(String key) {
    pair.versions().change(key);
    pair.writer().changed(key);
  }

  /** After the cut: reads all keys. */
  void read() {
    stale.add(read(keys.list()).wrong().size());
  }

  /**
   * After the cut: waits until the reader knows that it has heard of all changes, and reads all
   * keys then. Empty for a contestant that does not know such things.
   *
   * @param healedNanos when it could hear again
   */
  Optional<Closed> awaitClosed(long healedNanos) {
    return contestant()
        .closedTime()
        .map(
            closedTime -> {
              awaitBehindChanges(closedTime);
              double seconds = (System.nanoTime() - healedNanos) / 1e9;
              return new Closed(read(keys.list()).wrong().size(), seconds);
            });
  }

  private void awaitBehindChanges(Function<Peer, Optional<Instant>> closedTime) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (closedTime.apply(pair.reader()).filter(changedAt::isBefore).isEmpty()) {
      requireBefore(deadlineNanos, "a closed time before the changes", null);
      Pace.rest(STEP);
    }
  }

  private void requireBefore(long deadlineNanos, String found, @Nullable Exception cause) {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new IllegalStateException(
          "%s: found %s, expected none after %s".formatted(contestant().title(), found, PATIENCE),
          cause);
    }
  }

  /** Of all reads since the cut. */
  Outcome outcome() {
    return new Outcome(List.copyOf(stale), loads() - loadsBefore, slowestMs.get());
  }

  private long loads() {
    return pair.source().loads(keys);
  }

  private Served read(Collection<String> some) {
    Served served = Served.of(List.of(pair.reader()), some, pair.versions());
    slowestMs.accumulate(served.slowestMs());
    return served;
  }
}
