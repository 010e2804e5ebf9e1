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

  private final VersionedSource versions;
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

  /** A load takes from a tenth of {@code longest} to that. */
  SlowSource(VersionedSource versions, Duration longest) {
    this.versions = versions;
    this.longestNanos = longest.toNanos();
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
    if (versions.isStale(key, value)) {
      overtaken.increment();
    }
    if (versions.isToldSince(key, value)) {
      overtakenByWord.increment();
    }
    return value;
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
