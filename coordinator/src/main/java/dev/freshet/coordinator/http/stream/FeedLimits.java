// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import java.time.Duration;

/**
 * What the streams of one process may take.
 *
 * @param items events in memory
 * @param bytes memory for them, about
 * @param clients how many may be connected
 * @param catchingUp how many clients may read from Kafka what is not in memory, at one time
 * @param ping how often clients are told that they are connected
 */
record FeedLimits(int items, long bytes, int clients, int catchingUp, Duration ping) {
  /** Those of a coordinator. */
  static final FeedLimits DEFAULT =
      new FeedLimits(10_000, 8L << 20, 1_000, 8, Duration.ofSeconds(15));
}
