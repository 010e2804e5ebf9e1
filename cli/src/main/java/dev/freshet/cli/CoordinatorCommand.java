// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cli.local.TemporaryDirectory;
import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code freshet coordinator}. */
@Command(
    name = "coordinator",
    header = "Runs one coordinator: maps domain events to invalidation commands.",
    description = {"", "Start several of one environment and they share the work.", ""},
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet coordinator --bootstrap kafka:9092 \\",
      "      --registry http://registry:8081 --http-port 8080",
      "  freshet coordinator --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --sizing dev --rules my/rules",
      ""
    })
final class CoordinatorCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** How large the environment's topics are. */
  enum Sizing {
    DEV,
    PRODUCTION;

    TopicSizing topics() {
      return this == DEV ? TopicSizing.dev() : TopicSizing.production();
    }
  }

  @Mixin private final Connection connection = new Connection();

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "URL",
      description = "Schema registry with the Confluent API.")
  private String registry = "";

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "Serves /livez, /readyz and /metrics there, 0 for any free port.")
  private @Nullable Integer httpPort;

  @Option(
      names = "--source-topic",
      paramLabel = "TOPIC",
      description = "A topic with domain events besides that of the environment; repeatable.")
  private List<String> sourceTopics = List.of();

  @Option(names = "--rules", paramLabel = "DIR", description = "Rule files to put in force first.")
  private @Nullable Path rules;

  @Option(
      names = "--sizing",
      paramLabel = "SIZE",
      defaultValue = "production",
      description =
          "How topics are made and must be: dev (4 partitions, no replicas) or production"
              + " (12 partitions, 3 replicas); default ${DEFAULT-VALUE}.")
  private Sizing sizing = Sizing.PRODUCTION;

  @Override
  public Integer call() throws Exception {
    List<RuleSource> sources = rules == null ? List.of() : read(rules);
    OptionalInt http =
        httpPort == null ? OptionalInt.empty() : new PortFlags().check("--http-port", httpPort);
    Reach.kafka(connection.bootstrap());
    if (!sources.isEmpty()) {
      apply(sources);
    }
    try (TemporaryDirectory state = TemporaryDirectory.create("freshet-coordinator-");
        Coordinator coordinator = start(state, http)) {
      coordinator.awaitRunning(START_TIMEOUT);
      System.out.println(
          "coordinator running environment="
              + connection.environment()
              + " kafka="
              + connection.bootstrap()
              + (httpPort == null ? "" : " http=" + coordinator.managementPort().orElseThrow()));
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private Coordinator start(TemporaryDirectory state, OptionalInt http) {
    Coordinator.Builder builder =
        Coordinator.builder(connection.bootstrap(), registry)
            .environment(connection.environment())
            .sizing(sizing.topics())
            .stateDir(state.path());
    sourceTopics.forEach(builder::sourceTopic);
    if (httpPort != null) {
      builder.managementPort(http.orElse(0));
    }
    return builder.start();
  }

  private void apply(List<RuleSource> sources) {
    Topics topics = new Topics(connection.environment());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrap()));
        RuleSetPublisher publisher =
            RuleSetPublisher.connect(connection.bootstrap(), registry, connection.environment())) {
      TopicCatalogue.forEnvironment(topics, sizing.topics()).ensure(admin);
      publisher.publish(sources, System.getProperty("user.name", "unknown"), "coordinator --rules");
    }
  }

  private static List<RuleSource> read(Path rules) {
    try {
      return RuleFiles.read(rules);
    } catch (IOException e) {
      throw new UsageFailure("--rules: cannot read " + rules + ": " + e);
    }
  }
}
