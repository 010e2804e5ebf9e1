// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.peers.Source;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A source that takes a while for a load, another one each time, and answers with what it had when
 * the load began, as a database does that reads a snapshot. At rest it has nothing, so that what
 * nodes serve then is what they have cached. Safe for any thread.
 */
final class SlowSource implements Source {
  private static final int SHORTEST_SHARE = 10;

  /** Longer than a cache takes to be told of a change, whatever the machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration STEP = Duration.ofMillis(1);
  private static final int KEYS_PER_CERTAIN = 8;

  private final VersionedSource versions;
  private final Lasting lasting;
  private final long longestNanos;
  private final LongAdder overtaken = new LongAdder();
  private final LongAdder overtakenByWord = new LongAdder();

  /** Volatile: one thread turns it, loads read it. */
  private volatile boolean atRest;

  /**
   * What happened to loads since it was asked last.
   *
   * @param byChange ended when their key had changed
   * @param byWord ended when the cache had been told so: what they bring is to be refused
   */
  record Overtaken(long byChange, long byWord) {}

  /**
   * How long loads last.
   *
   * @param longest a load takes from a tenth of this to this
   * @param someOutlast whether those of one key in eight end only after the cache was told of the
   *     key's change, however long that takes: what may never wait for a load can stand that
   */
  record Lasting(Duration longest, boolean someOutlast) {
    static Lasting upTo(Duration longest) {
      return new Lasting(longest, false);
    }
  }

  SlowSource(VersionedSource versions, Lasting lasting) {
    this.versions = versions;
    this.lasting = lasting;
    this.longestNanos = lasting.longest().toNanos();
  }

  @Override
  public byte @Nullable [] load(String key) {
    if (atRest) {
      return null;
    }
    byte[] value = versions.value(key);
    Pace.rest(
        Duration.ofNanos(
            ThreadLocalRandom.current().nextLong(longestNanos / SHORTEST_SHARE, longestNanos + 1)));
    if (lasting.someOutlast() && Math.floorMod(key.hashCode(), KEYS_PER_CERTAIN) == 0) {
      awaitTold(key);
    }
    if (versions.isStale(key, value)) {
      overtaken.increment();
    }
    if (versions.isToldSince(key, value)) {
      overtakenByWord.increment();
    }
    return value;
  }

  private void awaitTold(String key) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!versions.isTold(key) && System.nanoTime() - deadlineNanos < 0) {
      Pace.rest(STEP);
    }
  }

  /** Loads are answered, or not any more. */
  void rest(boolean value) {
    atRest = value;
  }

  /** What the loads met. */
  Overtaken takeOvertaken() {
    return new Overtaken(overtaken.sumThenReset(), overtakenByWord.sumThenReset());
  }
}
