// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import java.util.Arrays;

/**
 * How far one source partition is applied: what the markers in each command partition say, and the
 * least of it, which holds for all. Guarded by its {@link AppliedProgress}.
 */
final class AppliedSource {
  /** No marker has said anything yet, or none has seen the end. */
  static final long NEVER = Long.MIN_VALUE;

  private final long[] nextOffsets;
  private final long[] endsSeenMs;
  private long nextOffset = NEVER;
  private long awaitedUntil = NEVER;
  private long endSeenMs = NEVER;

  AppliedSource(int commandPartitions) {
    this.nextOffsets = new long[commandPartitions];
    this.endsSeenMs = new long[commandPartitions];
    Arrays.fill(nextOffsets, NEVER);
    Arrays.fill(endsSeenMs, NEVER);
  }

  /**
   * Notes what a marker says. A task that was replaced may still write: what was true once stays
   * true.
   *
   * @return whether {@link #endSeenMs()} is another now
   */
  boolean observe(int commandPartition, long offset, long endSeen) {
    nextOffsets[commandPartition] = Math.max(nextOffsets[commandPartition], offset);
    endsSeenMs[commandPartition] = Math.max(endsSeenMs[commandPartition], endSeen);
    long before = endSeenMs;
    nextOffset = least(nextOffsets);
    endSeenMs = least(endsSeenMs);
    return endSeenMs != before;
  }

  /** Somebody waits to hear that all events before this offset are applied. */
  void awaited(long offset) {
    awaitedUntil = Math.max(awaitedUntil, offset);
  }

  /**
   * Whether events were applied since {@link #nextOffset()} was {@code before} that somebody may
   * wait for: all that stand before the last one that is awaited.
   */
  boolean hasPassedAwaited(long before) {
    return nextOffset > before && before < awaitedUntil;
  }

  /** All events before this offset are applied; {@link #NEVER} if it is not known. */
  long nextOffset() {
    return nextOffset;
  }

  /** When the end of this partition was applied last; {@link #NEVER} if it is not known. */
  long endSeenMs() {
    return endSeenMs;
  }

  private static long least(long[] values) {
    long least = Long.MAX_VALUE;
    for (long value : values) {
      least = Math.min(least, value);
    }
    return least;
  }
}
