// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/** What a node counts of its warm-up tasks. Safe for any thread. */
final class RunnerMeters {
  private final MeterRegistry registry;

  RunnerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void waiting(Supplier<Number> tasks) {
    Gauge.builder("freshet.warmup.tasks.waiting", tasks)
        .description("Tasks that this node has taken and not begun")
        .register(registry);
  }

  void inFlight(Supplier<Number> tasks) {
    Gauge.builder("freshet.warmup.tasks.in.flight", tasks)
        .description("Tasks that are being worked on")
        .register(registry);
  }

  /** A task has ended here: {@code done}, {@code failed}, {@code released}, {@code lost}. */
  void ended(WarmupPriority priority, String outcome) {
    Counter.builder("freshet.warmup.tasks")
        .tag("priority", priority.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
