// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.registry.keeping.Moment;
import java.time.Duration;
import java.time.Instant;

/** When something comes in, and how the world is then. Immutable. */
record Situation(Moment moment, World world) {
  Duration uptime() {
    return moment.uptime();
  }

  Instant wall() {
    return moment.wall();
  }

  long nowMs() {
    return moment.wall().toEpochMilli();
  }
}
