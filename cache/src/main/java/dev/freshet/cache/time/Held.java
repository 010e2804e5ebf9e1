// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import org.jspecify.annotations.Nullable;

/**
 * A value in L1 with its times, in epoch milliseconds. Immutable but for the note that a warmed
 * value was not read yet, which costs reads of others nothing. Safe for any thread.
 */
public final class Held<V> {
  private final @Nullable V value;
  private final long loadedAtMs;
  private final long usableUntilMs;
  private final long expiresAtMs;
  private final boolean clocked;
  private final int weightBytes;

  /** Plain: who sees it late looks at the clock once more, and asks once more who counts. */
  private boolean timed;

  /** Plain, for the same reason. */
  private boolean unread;

  /**
   * A value.
   *
   * @param value null if the source has none
   * @param loadedAtMs when its load began, by the clock of the node that loaded it
   * @param usableUntilMs when it is to be read from L2 or loaded again
   * @param expiresAtMs when its TTL ends
   * @param timed whether a hit has to look at the clock: L1's own expiry does not say everything
   * @param weightBytes about what the entry occupies
   * @param unread whether it was warmed, and nobody here has read it yet
   */
  Held(
      @Nullable V value,
      long loadedAtMs,
      long usableUntilMs,
      long expiresAtMs,
      boolean timed,
      int weightBytes,
      boolean unread) {
    this.value = value;
    this.loadedAtMs = loadedAtMs;
    this.usableUntilMs = usableUntilMs;
    this.expiresAtMs = expiresAtMs;
    this.clocked = timed;
    this.weightBytes = weightBytes;
    this.timed = timed || unread;
    this.unread = unread;
  }

  /** Null if the source has none. */
  public @Nullable V value() {
    return value;
  }

  /** When its load began, by the clock of the node that loaded it. */
  public long loadedAtMs() {
    return loadedAtMs;
  }

  /** When it is to be read from L2 or loaded again. */
  public long usableUntilMs() {
    return usableUntilMs;
  }

  /** When its TTL ends. */
  public long expiresAtMs() {
    return expiresAtMs;
  }

  /** Whether a hit has to look closer: at the clock, or because the value was not read yet. */
  public boolean timed() {
    return timed;
  }

  /** About what the entry occupies. */
  public int weightBytes() {
    return weightBytes;
  }

  /** Whether it was warmed, and nobody here has read it yet. */
  public boolean isUnread() {
    return unread;
  }

  /** Somebody reads it. */
  public void becomesRead() {
    unread = false;
    timed = clocked;
  }
}
