// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.events.topics.TopicSizing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A coordinator that is missed as soon as brokers allow. Arguments: Kafka, registry, environment,
 * name, directory.
 */
final class CoordinatorProcess {
  static final String READY = "coordinator ready";

  private CoordinatorProcess() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    try (Coordinator coordinator =
        Coordinator.builder(arguments[0], arguments[1])
            .environment(arguments[2])
            .origin(arguments[3])
            .sizing(TopicSizing.dev())
            .sessionTimeout(Duration.ofSeconds(6))
            .stateDir(Path.of(arguments[4]))
            .start()) {
      coordinator.awaitRunning(Duration.ofMinutes(2));
      System.out.println(READY);
      new CountDownLatch(1).await();
    }
  }
}
