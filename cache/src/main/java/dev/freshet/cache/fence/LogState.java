// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;

/**
 * What a node knows of one command log: its identity, the partition of each target, and how far the
 * node has applied each partition. A new log gets a new state; loads keep the one they began with.
 *
 * <p>One writer (the applier), any number of readers.
 */
public final class LogState {
  private final LogIdentity identity;
  private final ToIntFunction<String> partitionOf;

  /** Every read from L2 asks for it. */
  private final int scanPartition;

  /** The order just behind the last applied record, by partition. */
  private final AtomicLongArray watermarks;

  /** Volatile: L2 may be read only once the epoch table holds the whole compacted log. */
  private volatile boolean caughtUp;

  /** Writer only: a command stood in a partition that is not its target's. */
  private boolean misplaced;

  /** Writer only: the same, until L2 is opened again. */
  private boolean needsFloors;

  /** Writer only, by partition: a record was read since the node caught up for the first time. */
  private final boolean[] settled;

  LogState(LogIdentity identity, ToIntFunction<String> partitionOf) {
    this.identity = identity;
    this.partitionOf = partitionOf;
    this.scanPartition = partitionOf.applyAsInt(Target.Scan.PREFIX);
    this.settled = new boolean[identity.partitions()];
    this.watermarks = new AtomicLongArray(identity.partitions());
  }

  LogIdentity identity() {
    return identity;
  }

  int partitionOf(String target) {
    return partitionOf.applyAsInt(target);
  }

  /** Where all scans stand. */
  int scanPartition() {
    return scanPartition;
  }

  long watermark(int partition) {
    return watermarks.get(partition);
  }

  long[] watermarks() {
    long[] copy = new long[watermarks.length()];
    for (int partition = 0; partition < copy.length; partition++) {
      copy[partition] = watermarks.get(partition);
    }
    return copy;
  }

  void advance(int partition, long orderBehind) {
    watermarks.set(partition, Math.max(watermarks.get(partition), orderBehind));
  }

  boolean isCaughtUp() {
    return caughtUp;
  }

  /**
   * Writer only, before a record is passed that was not passed before: whether an election lies
   * between it and the record before, and may have lost what stood in the log when this node began.
   *
   * <p>That ends with the first record read after the node has caught up. Either the node has then
   * read all that stood there, and notices by itself if that is lost later; or some of it was lost
   * on the way, and then that first record is another leader's.
   */
  boolean isBehindElection(Position position) {
    int partition = position.partition();
    boolean behind =
        !settled[partition]
            && position.leaderEpoch() > Position.leaderEpochOf(watermark(partition));
    settled[partition] |= caughtUp;
    return behind;
  }

  void caughtUp() {
    needsFloors = false;
    caughtUp = true;
  }

  void foundMisplaced() {
    misplaced = true;
    needsFloors = true;
    caughtUp = false;
  }

  /** Whether a command was out of place since this was last asked. */
  boolean takeMisplaced() {
    boolean found = misplaced;
    misplaced = false;
    return found;
  }

  boolean needsFloors() {
    return needsFloors;
  }
}
