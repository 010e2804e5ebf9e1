// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cli.local.Closer;
import dev.freshet.cli.local.ExampleSource;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.cli.local.StackSettings;
import dev.freshet.cli.rules.RuleInputs;
import dev.freshet.cli.serve.NodeApi;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.report.ReportFormat;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.http.NodeHttp;
import dev.freshet.worker.http.NodeHttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet dev}. */
@Command(
    name = "dev",
    header = "Runs a whole Freshet on this machine to develop against.",
    description = {
      "",
      "Kafka, a Confluent-compatible schema registry, Redis, a coordinator with the",
      "shipped rules or yours, and nodes, on this machine, until Ctrl-C or SIGTERM.",
      "State survives in the data directory, rules too.",
      "",
      "With the shipped rules its nodes load example values: the shipped warm-up jobs",
      "run, and list a few ids in place of what their databases would say. With",
      "--rules they load nothing: that is up to services of yours.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet dev",
      "  freshet dev --rules my-rules --data-dir .freshet/mine",
      "  freshet dev --kafka-port 0 --registry-port 0 --redis-port 0 --http-port 0 \\",
      "      --management-port 0 --node-port-base 0 --ready-file dev.json",
      "                              on free ports, which scripts read from the file",
      "  freshet status              what the coordinator says",
      "  freshet warmup run user/profiles --key user:profile:42 --wait",
      "  curl http://127.0.0.1:8085/readyz",
      ""
    })
final class DevCommand implements Callable<Integer> {
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Port of the broker, 0 for any free one; default ${DEFAULT-VALUE}.")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Port of the schema registry, 0 for any free one; default ${DEFAULT-VALUE}.")
  private int registryPort;

  @Option(
      names = "--redis-port",
      paramLabel = "N",
      defaultValue = "6379",
      description = "Port of Redis, 0 for any free one; default ${DEFAULT-VALUE}.")
  private int redisPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the coordinator's API, 0 for any free one; default ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--management-port",
      paramLabel = "N",
      defaultValue = "8085",
      description = "Port of health and metrics, 0 for any free one; default ${DEFAULT-VALUE}.")
  private int managementPort;

  @Option(
      names = "--node-port-base",
      paramLabel = "N",
      defaultValue = "8090",
      description =
          "Node n serves its API at this port + n; 0 for any free ones; default ${DEFAULT-VALUE}.")
  private int nodePortBase;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description =
          "Rule files instead of the shipped ones; repeatable. On a data directory that has rules"
              + " they become new revisions where they differ; sets that they do not name stay.")
  private List<String> rules = List.of();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many nodes; default ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".freshet/dev",
      description = "Where state is kept; default ${DEFAULT-VALUE}.")
  private Path dataDirectory = Path.of(".");

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written with all endpoints as JSON when all is up, removed at the end.")
  private @Nullable Path readyFile;

  @Override
  public Integer call() throws Exception {
    if (nodes < 0) {
      throw new UsageFailure("--nodes: found " + nodes + ", expected 0 or more");
    }
    RuleInputs inputs = RuleInputs.read(rules);
    CheckReport report =
        RuleCheck.check(
                RuleBook.compile(inputs.sources()), CheckSettings.on(LocalDate.now(ZoneOffset.UTC)))
            .withUnread(inputs.unread());
    if (report.failed(FailOn.ERROR)) {
      spec.commandLine().getErr().print(ReportFormat.TEXT.render(report, FailOn.ERROR, false));
      return refused("the check failed, see above");
    }
    StackSettings settings = settings(inputs.sources());
    Path data = dataDirectory.toAbsolutePath().normalize();
    try (DirectoryLock lock = DirectoryLock.take("--data-dir", data);
        ReadyFile ready = new ReadyFile(readyFile);
        LocalStack stack = LocalStack.start(settings);
        Closer apis = new Closer()) {
      List<FreshetNode> started = startNodes(stack);
      Map<String, Object> endpoints = endpoints(stack, started);
      endpoints.putAll(serve(started, apis));
      endpoints.forEach((name, value) -> System.out.printf("%-12s %s%n", name, value));
      System.out.printf("%-12s %s%n", "data", lock.directory());
      ready.write(endpoints);
      System.out.println("ready; Ctrl-C ends it, the data stays");
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InvalidRuleFileException e) {
      Trouble.print(e.issues(), spec.commandLine().getErr());
      return refused(Trouble.line(e) + " beside the rules that are in force");
    }
  }

  private int refused(String message) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": --rules: " + message);
    return Main.WRONG_USAGE;
  }

  /** All ports are looked at before anything starts. */
  private StackSettings settings(List<RuleSource> own) {
    PortFlags ports = new PortFlags();
    OptionalInt kafka = ports.check("--kafka-port", kafkaPort);
    OptionalInt registry = ports.check("--registry-port", registryPort);
    OptionalInt redis = ports.check("--redis-port", redisPort);
    OptionalInt http = ports.check("--http-port", httpPort);
    OptionalInt management = ports.check("--management-port", managementPort);
    for (int node = 1; nodePortBase != 0 && node <= nodes; node++) {
      OptionalInt unused = ports.check("--node-port-base, node-" + node, nodePortBase + node);
    }
    Path data = dataDirectory.toAbsolutePath().normalize();
    return new StackSettings(
        Optional.of(data),
        kafka,
        registry,
        redis,
        new StackSettings.Http(
            OptionalInt.of(http.orElse(0)), OptionalInt.of(management.orElse(0))),
        own.isEmpty() ? ShippedRules.load() : own,
        !own.isEmpty());
  }

  private List<FreshetNode> startNodes(LocalStack stack) throws Exception {
    ExampleSource source =
        new ExampleSource(
            rules.isEmpty() ? RuleBook.compile(ShippedRules.load()).orThrow().jobs() : List.of());
    List<FreshetNode> started = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      started.add(
          stack.startNode("node-" + i, node -> node.sources(source.sources()).jobs(stack.jobs())));
    }
    // All are open before anybody waits: a job may hold a node up until its region is.
    for (FreshetNode node : started) {
      source.open(node);
      NodeApi.openDeclared(node);
    }
    for (FreshetNode node : started) {
      node.awaitReady(NODE_TIMEOUT);
    }
    return started;
  }

  /** Answers where the API of each node is. */
  private Map<String, Object> serve(List<FreshetNode> started, Closer apis) {
    Map<String, Object> endpoints = new LinkedHashMap<>();
    int port = nodePortBase;
    for (FreshetNode node : started) {
      port += nodePortBase == 0 ? 0 : 1;
      NodeHttpSettings settings = NodeHttpSettings.DEFAULT.withPort(port);
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      NodeHttp api = apis.add(NodeApi.serve(node, settings, meters));
      endpoints.put(node.name(), local(api.port()));
    }
    return endpoints;
  }

  private static Map<String, Object> endpoints(LocalStack stack, List<FreshetNode> started) {
    Map<String, Object> endpoints = new LinkedHashMap<>();
    endpoints.put("kafka", stack.kafka());
    endpoints.put("registry", stack.registry());
    endpoints.put("redis", stack.redis());
    endpoints.put("environment", stack.environment());
    endpoints.put("nodes", started.stream().map(FreshetNode::name).toList());
    endpoints.put("pid", ProcessHandle.current().pid());
    endpoints.put("api", local(stack.apiPort().orElseThrow()));
    endpoints.put("management", local(stack.managementPort().orElseThrow()));
    return endpoints;
  }

  private static String local(int port) {
    return "http://127.0.0.1:" + port;
  }
}
