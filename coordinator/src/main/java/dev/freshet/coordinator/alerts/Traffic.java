// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import dev.freshet.events.avro.RegionStatus;

/**
 * What regions did. Immutable.
 *
 * @param loads those that succeeded
 * @param loadTimeMs the time that all loads took together
 */
record Traffic(long hits, long misses, long loads, long loadFailures, long loadTimeMs) {
  static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

  /** All that a region did since its node started. */
  static Traffic of(RegionStatus status) {
    return new Traffic(
        status.getHits(),
        status.getMisses(),
        status.getLoads(),
        status.getLoadFailures(),
        status.getLoadTimeMs());
  }

  Traffic plus(Traffic other) {
    return new Traffic(
        hits + other.hits,
        misses + other.misses,
        loads + other.loads,
        loadFailures + other.loadFailures,
        loadTimeMs + other.loadTimeMs);
  }

  /** What was done since; counters that went back, which they should not, count as at rest. */
  Traffic since(Traffic before) {
    return new Traffic(
        Math.max(0, hits - before.hits),
        Math.max(0, misses - before.misses),
        Math.max(0, loads - before.loads),
        Math.max(0, loadFailures - before.loadFailures),
        Math.max(0, loadTimeMs - before.loadTimeMs));
  }

  long reads() {
    return hits + misses;
  }

  long allLoads() {
    return loads + loadFailures;
  }

  /** Share of the reads that were hits; there must be reads. */
  double hitRate() {
    return (double) hits / reads();
  }

  /** Share of the loads that failed; there must be loads. */
  double errorRate() {
    return (double) loadFailures / allLoads();
  }

  /** How long a load took; there must be loads. */
  double meanLoadMs() {
    return (double) loadTimeMs / allLoads();
  }
}
