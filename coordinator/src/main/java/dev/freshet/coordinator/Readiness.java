// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.http.management.Health;
import dev.freshet.http.management.ManagementServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether a coordinator should get requests, from before it starts until it has ended. Safe for any
 * thread; never blocks.
 */
final class Readiness {
  private static final Health STARTING =
      new Health(
          /* started= */ false,
          /* alive= */ true,
          List.of(new Health.Check("streams", false, "not made yet")));

  private volatile Supplier<Health> work = () -> STARTING;
  private volatile boolean stopping;

  /** Serves this, and metrics; as {@link ManagementServer#listen}. */
  ManagementServer listen(String host, int port, PrometheusMeterRegistry metrics) {
    return ManagementServer.listen(host, port, this::get, metrics);
  }

  /** From now on it depends on this. */
  void follow(Supplier<Health> health) {
    work = health;
  }

  /** From now on it should get no more, whatever else holds. */
  void stop() {
    stopping = true;
  }

  Health get() {
    Health health = work.get();
    List<Health.Check> checks = new ArrayList<>(health.checks());
    checks.add(new Health.Check("serving", !stopping, stopping ? "stopping" : "not told to stop"));
    return new Health(health.started(), health.alive(), checks);
  }
}
