// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.benchmarks.harness.Effort;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Says what figures were measured on: they mean nothing without it. */
final class Environment {
  private Environment() {}

  static List<String> describe(Effort effort) {
    return List.of(
        "%s, effort %s, %d rounds, commit %s"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                effort.name(),
                effort.rounds(),
                System.getProperty("freshet.benchmarks.commit", "unknown")),
        "%d cores, %s %s, load average %s at the start"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                loadAverage()),
        "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()));
  }

  /** Negative where the platform has none. */
  private static String loadAverage() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }
}
