// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.time.Duration;

/**
 * How large an environment is.
 *
 * @param eventPartitions partitions of the topic of domain events
 * @param commandPartitions partitions of the command log; more of them later make another log of it
 * @param replication copies of each partition
 * @param minInSync copies that must have a record before it counts as written
 * @param commandRetention how long a command stays, longer than the longest L2 TTL
 */
public record TopicSizing(
    int eventPartitions,
    int commandPartitions,
    int replication,
    int minInSync,
    Duration commandRetention) {

  /** How long a command stays unless said otherwise: longer than any value in L2. */
  public static final Duration COMMAND_RETENTION = Duration.ofDays(7);

  public TopicSizing {
    requirePositive("eventPartitions", eventPartitions);
    requirePositive("commandPartitions", commandPartitions);
    requirePositive("replication", replication);
    requirePositive("minInSync", minInSync);
    if (minInSync > replication) {
      throw new IllegalArgumentException(
          "topic sizing: minInSync must not exceed replication, found "
              + minInSync
              + " of "
              + replication);
    }
    if (commandRetention.isNegative() || commandRetention.isZero()) {
      throw new IllegalArgumentException(
          "topic sizing: commandRetention must be positive, found " + commandRetention);
    }
  }

  /** One broker, nothing replicated. */
  public static TopicSizing dev() {
    return new TopicSizing(4, 4, 1, 1, COMMAND_RETENTION);
  }

  /** Three copies, of which two must have a record: one broker may fail without loss or stop. */
  public static TopicSizing production() {
    return new TopicSizing(12, 12, 3, 2, COMMAND_RETENTION);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("topic sizing: " + name + " must be >= 1, found " + value);
    }
  }
}
