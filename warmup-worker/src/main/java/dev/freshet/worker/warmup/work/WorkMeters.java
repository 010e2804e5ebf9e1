// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What a node counts of the keys that it warms. Safe for any thread. */
final class WorkMeters {
  private static final String KEYS = "freshet.warmup.keys";

  private final MeterRegistry registry;

  WorkMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void loaded(String region, Tally tally) {
    keys(region, "present", tally.present);
    keys(region, "loaded", tally.loaded);
    keys(region, "absent", tally.absent);
    keys(region, "refused", tally.refused);
    keys(region, "failed", tally.failedKeys.size());
    Counter.builder("freshet.warmup.retries")
        .tag("region", region)
        .register(registry)
        .increment((double) tally.retries);
    Timer.builder("freshet.warmup.source")
        .description("Time that the source took for a task")
        .tag("region", region)
        .register(registry)
        .record(tally.sourceTime);
  }

  private void keys(String region, String outcome, long count) {
    Counter.builder(KEYS)
        .tag("region", region)
        .tag("outcome", outcome)
        .register(registry)
        .increment((double) count);
  }
}
