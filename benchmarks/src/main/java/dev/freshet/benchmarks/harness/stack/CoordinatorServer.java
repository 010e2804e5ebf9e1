// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.registry.Leases;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A coordinator. Arguments: Kafka, schema registry, environment, a directory, and {@link #MUTE} for
 * one that says nothing while nothing happens.
 */
final class CoordinatorServer {
  static final String MUTE = "mute";

  /** Markers are told at multiples of their interval since 1970: no such time comes before 2029. */
  private static final Duration NEVER = Duration.ofDays(3650);

  private CoordinatorServer() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Coordinator.Builder settings =
        Coordinator.builder(arguments[0], arguments[1])
            .environment(arguments[2])
            .sizing(TopicSizing.dev())
            .stateDir(Path.of(arguments[3]))
            .httpHost("127.0.0.1")
            .httpPort(0);
    if (arguments.length > 4 && arguments[4].equals(MUTE)) {
      settings.markerInterval(NEVER).heartbeat(Leases.LONGEST_HEARTBEAT);
    }
    try (Coordinator coordinator = settings.start()) {
      coordinator.awaitRunning(Duration.ofMinutes(2));
      Server.ready("http=" + coordinator.httpPort().orElseThrow());
    }
  }
}
