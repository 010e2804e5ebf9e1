// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import dev.freshet.cache.EntryKey;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether a value that the fence lets pass may be served as far as time goes: its own age, and how
 * long this node has heard nothing. Safe for any thread.
 */
public final class Freshness {
  private final Ages ages;
  private final Blindness blindness;
  private final InstantSource clock;
  private final LongAdder rejections;

  public Freshness(Ages ages, Blindness blindness, InstantSource clock, LongAdder rejections) {
    this.ages = ages;
    this.blindness = blindness;
    this.clock = clock;
    this.rejections = rejections;
  }

  /** Whether the value may be served from L1. */
  public boolean mayServe(EntryKey key, Held<?> held) {
    long nowMs = clock.millis();
    return ages.isUsable(held, nowMs) && isSeen(key, held.loadedAtMs(), nowMs);
  }

  /** Whether the value may be served that L2 just gave, however short its time in L1. */
  public boolean mayServeFilled(EntryKey key, Held<?> held) {
    return mayServeStored(key, held.loadedAtMs(), held.expiresAtMs());
  }

  /** As {@link #mayServeFilled}, of a value with these times that stands in L2. */
  public boolean mayServeStored(EntryKey key, long loadedAtMs, long expiresAtMs) {
    long nowMs = clock.millis();
    return nowMs < expiresAtMs && isSeen(key, loadedAtMs, nowMs);
  }

  /** Whether this node sees well enough to serve the value. */
  private boolean isSeen(EntryKey key, long loadedAtMs, long nowMs) {
    boolean seen = blindness.mayServe(key.text(), loadedAtMs, nowMs);
    if (!seen) {
      rejections.increment();
    }
    return seen;
  }

  /** Whether it is time to load the value again. */
  public boolean isDue(Held<?> held) {
    return ages.isDue(held, clock.millis());
  }
}
