// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;

/**
 * Writes to the source in the background, in the order of the calls for each key. Until a value is
 * in the source, this node's region answers with it; the other nodes see it once the source has it.
 * Of several values for one key that wait, only the last is written. Safe for any thread.
 *
 * <p>What waits is lost if the process dies: for values that can be lost or made again. A value is
 * written again where the source took it but the cache could not be told: writers have to bear
 * that.
 */
public interface WriteBehind<V> extends AutoCloseable {

  /**
   * Settings.
   *
   * @param maxQueued how many keys may wait
   * @param offerTimeout how long {@link #write} blocks while the queue is full
   * @param attempts how often a value is tried before it is given up
   * @param retryAfter the pause between two attempts
   * @param closeTimeout how long {@link #close} waits for the queue to be empty
   */
  record Settings(
      int maxQueued,
      Duration offerTimeout,
      int attempts,
      Duration retryAfter,
      Duration closeTimeout) {

    /** 10,000 keys, 1 s, 3 attempts with 100 ms between them, 10 s. */
    public static final Settings DEFAULT =
        new Settings(
            10_000, Duration.ofSeconds(1), 3, Duration.ofMillis(100), Duration.ofSeconds(10));

    public Settings {
      if (maxQueued < 1 || attempts < 1) {
        throw new IllegalArgumentException(
            "write-behind: found maxQueued "
                + maxQueued
                + " and attempts "
                + attempts
                + ", expected 1 or more");
      }
      if (offerTimeout.isNegative() || retryAfter.isNegative() || closeTimeout.isNegative()) {
        throw new IllegalArgumentException(
            "write-behind: found offerTimeout "
                + offerTimeout
                + ", retryAfter "
                + retryAfter
                + " and closeTimeout "
                + closeTimeout
                + ", expected 0 or longer");
      }
    }
  }

  /** Hears of values that were given up, in the thread that tried to write them. */
  @FunctionalInterface
  interface FailureListener<V> {
    /** Called once for each value that is lost. */
    void failed(EntryKey key, V value, Exception cause);
  }

  /**
   * Queues a value.
   *
   * @throws WriteFailedException if the queue is full for longer than the offer timeout, or closed
   */
  void write(EntryKey key, V value);

  /** How many keys wait. */
  int queued();

  /** Takes no more values, and blocks until all are written or the close timeout is over. */
  @Override
  void close();
}
