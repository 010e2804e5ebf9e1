// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

/**
 * A place in the command log. Within a partition, positions order by leader epoch before offset, so
 * that a log truncated by an unclean election cannot make a later command look older. Positions of
 * different partitions have no order.
 *
 * <p>Immutable. {@link #order()} packs leader epoch and offset into one long, so that tables hold a
 * position in eight bytes.
 *
 * @param partition the partition, from 0
 * @param leaderEpoch Kafka's leader epoch of the record (KIP-101), from 0 to {@link
 *     #MAX_LEADER_EPOCH}
 * @param offset the record's offset, from 0 to {@link #MAX_OFFSET}
 */
public record Position(int partition, int leaderEpoch, long offset) {

  private static final int OFFSET_BITS = 44;

  /** 2<sup>44</sup> - 2: 17 trillion records in one partition, and room for the one behind. */
  public static final long MAX_OFFSET = (1L << OFFSET_BITS) - 2;

  /** 2<sup>19</sup> - 1 changes of leadership. */
  public static final int MAX_LEADER_EPOCH = (1 << (63 - OFFSET_BITS)) - 1;

  public Position {
    if (partition < 0) {
      throw new IllegalArgumentException("position: partition must be >= 0, found " + partition);
    }
    if (leaderEpoch < 0 || leaderEpoch > MAX_LEADER_EPOCH) {
      throw new IllegalArgumentException(
          "position: leader epoch must be within 0.."
              + MAX_LEADER_EPOCH
              + ", found "
              + leaderEpoch);
    }
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException(
          "position: offset must be within 0.." + MAX_OFFSET + ", found " + offset);
    }
  }

  /** Compares as positions of one partition do; never negative. */
  public long order() {
    return ((long) leaderEpoch << OFFSET_BITS) | offset;
  }

  /** The order just behind this position: what a watermark reads once this record is applied. */
  public long orderBehind() {
    return order() + 1;
  }

  /** The leader epoch packed in an {@link #order()}. */
  public static int leaderEpochOf(long order) {
    return (int) (order >>> OFFSET_BITS);
  }

  /** The offset packed in an {@link #order()}. */
  public static long offsetOf(long order) {
    return order & ((1L << OFFSET_BITS) - 1);
  }

  /** {@code partition:offset@leaderEpoch}, for logs. */
  @Override
  public String toString() {
    return partition + ":" + offset + "@" + leaderEpoch;
  }
}
