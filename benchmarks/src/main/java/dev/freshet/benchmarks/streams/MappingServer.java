// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.coordinator.Coordinator;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A coordinator for each number of rules that is measured, in an environment of its own each. In
 * one JVM, so that all run the same compiled code. Arguments: Kafka, schema registry, what the
 * environments begin with, a directory.
 */
final class MappingServer {
  static final List<Integer> RULES = List.of(10, 1_000, 10_000);

  private MappingServer() {}

  /** The environment with so many rules. */
  static Topics topics(String environment, int rules) {
    return new Topics(environment + "-" + rules);
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    List<Coordinator> coordinators = new ArrayList<>();
    for (int rules : RULES) {
      Topics topics = topics(arguments[2], rules);
      coordinators.add(
          Coordinator.builder(arguments[0], arguments[1])
              .environment(topics.environment())
              .sizing(TopicSizing.dev())
              .stateDir(Path.of(arguments[3], topics.environment()))
              .start());
    }
    for (Coordinator coordinator : coordinators) {
      coordinator.awaitRunning(Duration.ofMinutes(1));
    }
    Server.ready("coordinators=" + coordinators.size());
  }
}
