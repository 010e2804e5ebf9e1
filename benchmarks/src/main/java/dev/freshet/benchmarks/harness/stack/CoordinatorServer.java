// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.events.topics.TopicSizing;
import java.nio.file.Path;
import java.time.Duration;

/** A coordinator. Arguments: Kafka, schema registry, environment, a directory. */
final class CoordinatorServer {
  private CoordinatorServer() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    try (Coordinator coordinator =
        Coordinator.builder(arguments[0], arguments[1])
            .environment(arguments[2])
            .sizing(TopicSizing.dev())
            .stateDir(Path.of(arguments[3]))
            .httpHost("127.0.0.1")
            .httpPort(0)
            .start()) {
      coordinator.awaitRunning(Duration.ofMinutes(2));
      Server.ready("http=" + coordinator.httpPort().orElseThrow());
    }
  }
}
