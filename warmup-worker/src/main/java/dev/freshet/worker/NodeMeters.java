// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.worker.log.AppliedProgress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** What a node counts apart from its regions. */
final class NodeMeters {
  private final Counter applied;
  private final Counter unreadable;

  NodeMeters(MeterRegistry registry, AppliedProgress progress, InstantSource clock) {
    this.applied = Counter.builder("freshet.commands.applied").register(registry);
    this.unreadable = Counter.builder("freshet.commands.unreadable").register(registry);
    Gauge.builder("freshet.closed.time.lag", () -> lagSeconds(progress, clock))
        .description("How far the closed time is behind now; NaN while it is unknown")
        .baseUnit("seconds")
        .register(registry);
  }

  void applied() {
    applied.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  private static double lagSeconds(AppliedProgress progress, InstantSource clock) {
    return progress
        .closedTime()
        .map(closed -> Duration.between(closed, clock.instant()).toMillis() / 1_000.0)
        .orElse(Double.NaN);
  }
}
