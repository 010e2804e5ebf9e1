// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.Reach;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Connections;
import dev.freshet.cli.config.CoordinatorSettings;
import dev.freshet.cli.config.SettingFlags;
import dev.freshet.cli.local.Closer;
import dev.freshet.cli.local.TemporaryDirectory;
import dev.freshet.cli.log.ServiceLog;
import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet coordinator}. */
@Command(
    name = "coordinator",
    header = "Runs one coordinator: maps domain events to invalidation commands.",
    description = {
      "",
      "Start several of one environment and they share the work. Every flag is a",
      "setting: it may stand in the environment or in a file instead, see",
      "freshet config --help.",
      ""
    },
    modelTransformer = SettingFlags.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet coordinator --bootstrap kafka:9092 \\",
      "      --registry http://registry:8081 --http-port 8080",
      "  freshet coordinator --profile dev --rules my/rules",
      "  freshet coordinator --config /etc/freshet/coordinator.yaml",
      "",
      "Exit codes: 0 told to stop and did, 1 failed, 2 settings are wrong.",
      ""
    })
public final class CoordinatorCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written with the ports as JSON when all is up, removed at the end.")
  private @Nullable Path readyFile;

  @Override
  public Integer call() throws Exception {
    Configuration settings = SettingFlags.read(spec).orThrow();
    Connections connections = new Connections(settings);
    List<RuleSource> rules =
        settings.find(CoordinatorSettings.RULES).map(CoordinatorCommand::read).orElse(List.of());
    Serving serving = new Serving(spec.name(), settings);
    serving.checkPorts(CoordinatorSettings.API_PORT, CommonSettings.MANAGEMENT_PORT);
    String name = name(settings);
    ServiceLog.start(settings, spec.name(), name);
    Reach.kafka(connections.kafka());
    if (!rules.isEmpty()) {
      apply(rules, settings);
    }
    Closer process = new Closer();
    try {
      Coordinator coordinator =
          process.add(start(name, settings, stateDirectory(settings, process)));
      coordinator.awaitRunning(START_TIMEOUT);
      return serving.run(process, facts(name, settings, coordinator), readyFile);
    } catch (Exception e) {
      process.close();
      throw e;
    }
  }

  private static String name(Configuration settings) {
    return settings
        .find(CoordinatorSettings.COORDINATOR_NAME)
        .orElseGet(() -> "coordinator-" + UUID.randomUUID().toString().substring(0, 8));
  }

  private static Path stateDirectory(Configuration settings, Closer process) throws IOException {
    Optional<Path> kept = settings.find(CoordinatorSettings.STATE);
    return kept.isPresent()
        ? Files.createDirectories(kept.get())
        : process.add(TemporaryDirectory.create("freshet-coordinator-")).path();
  }

  private static Coordinator start(String name, Configuration settings, Path state) {
    Connections connections = new Connections(settings);
    Coordinator.Builder builder =
        Coordinator.builder(connections.bootstrap(), connections.registry())
            .environment(settings.get(CommonSettings.ENVIRONMENT))
            .origin(name)
            .sizing(connections.sizing())
            .stateDir(state)
            .alerts(alerts(settings))
            .httpHost(settings.get(CoordinatorSettings.API_HOST))
            .managementHost(settings.get(CommonSettings.MANAGEMENT_HOST));
    connections.kafkaProperties().forEach(builder::property);
    settings
        .find(CoordinatorSettings.SOURCE_TOPICS)
        .ifPresent(topics -> topics.forEach(builder::sourceTopic));
    settings.get(CoordinatorSettings.API_PORT).ifPresent(builder::httpPort);
    settings.get(CommonSettings.MANAGEMENT_PORT).ifPresent(builder::managementPort);
    return builder.start();
  }

  private static AlertThresholds alerts(Configuration settings) {
    return new AlertThresholds(
        settings.get(CoordinatorSettings.ALERT_HIT_RATE),
        settings.get(CoordinatorSettings.ALERT_MEMORY),
        settings.get(CoordinatorSettings.ALERT_LATENCY),
        settings.get(CoordinatorSettings.ALERT_ERROR_RATE),
        settings.get(CoordinatorSettings.ALERT_REDIS_DOWN));
  }

  private static Map<String, Object> facts(
      String name, Configuration settings, Coordinator coordinator) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("environment", settings.get(CommonSettings.ENVIRONMENT));
    facts.put("kafka", settings.get(CommonSettings.KAFKA_BOOTSTRAP));
    coordinator.httpPort().ifPresent(port -> facts.put("http", port));
    coordinator.managementPort().ifPresent(port -> facts.put("management", port));
    facts.put("pid", ProcessHandle.current().pid());
    return facts;
  }

  private static void apply(List<RuleSource> sources, Configuration settings) {
    Connections connections = new Connections(settings);
    String environment = settings.get(CommonSettings.ENVIRONMENT);
    try (Admin admin = Admin.create(connections.kafka());
        RuleSetPublisher publisher =
            RuleSetPublisher.connect(connections.kafka(), connections.registry(), environment)) {
      TopicCatalogue.forEnvironment(new Topics(environment), connections.sizing()).ensure(admin);
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
