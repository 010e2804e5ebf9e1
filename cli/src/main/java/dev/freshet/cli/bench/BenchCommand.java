// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.Interrupt;
import dev.freshet.cli.Reach;
import dev.freshet.cli.Screen;
import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.bench.ground.ClientFile;
import dev.freshet.cli.bench.ground.Ground;
import dev.freshet.cli.bench.ground.LentGround;
import dev.freshet.cli.bench.ground.OwnGround;
import dev.freshet.cli.bench.ground.Servers;
import dev.freshet.cli.rules.options.Consent;
import dev.freshet.cli.rules.options.TimeSpan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code freshet bench}. Its addresses are no settings: a load must not go to servers that a file
 * or a variable of the environment happens to name.
 */
@Command(
    name = "bench",
    header = "Loads servers of yours, and measures and checks what comes of it.",
    description = {
      "",
      "Runs one load profile after the other on nodes in this process, and reports",
      "how long events take until they are applied on all nodes, hit rates, loads,",
      "errors and stale reads: each value carries its version, and a read must not",
      "return an older one than was applied before it began.",
      "",
      "It has an environment of its own, bench- and eight characters, with its topics and a",
      "coordinator in this process, and removes them when it ends. With",
      "--coordinated the coordinators of an environment of yours map its events:",
      "rule set bench is put in force for the time, where there is none.",
      "",
      "PROFILE is one of:",
      "  steady             events and reads at an even rate",
      "  burst              nine of ten events in a tenth of the time, every 5 s",
      "  read-heavy         a thousand reads for each event",
      "  write-heavy        as many events as reads",
      "  hot-key            nine of ten reads and changes of one key",
      "  mass-invalidation  each event makes 1,000 entries stale by a tag",
      "  cold-start         nothing is cached when the reads begin",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet bench steady --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --redis redis://127.0.0.1:6379",
      "  freshet bench burst hot-key --bootstrap kafka:9092 \\",
      "      --registry http://registry:8081 --redis redis://redis:6379 \\",
      "      --rate 500 --duration 2m --out results",
      "  freshet bench steady --bootstrap kafka:9092 \\",
      "      --registry http://registry:8081 --redis redis://redis:6379 \\",
      "      --coordinated --environment staging --json",
      "",
      "Exit codes: 0 all reads right, 1 some are not or it failed, 2 wrong usage.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int BAD = 1;

  /** Nodes, a coordinator and topics have to go when it is told to stop. */
  private static final Duration TIME_TO_CLEAR_UP = Duration.ofSeconds(60);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PROFILE",
      arity = "1..*",
      description = "What the load is like, see above; one after the other.")
  private List<String> names = List.of();

  @Option(
      names = {"--bootstrap", "--kafka"},
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's bootstrap servers.")
  private String kafka = "";

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties of Kafka's clients, as Kafka's own commands take them: TLS, SASL.")
  private @Nullable Path commandConfig;

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "URL",
      description = "Schema registry with the Confluent API.")
  private String registry = "";

  @Option(names = "--redis", required = true, paramLabel = "URL", description = "Redis.")
  private String redis = "";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Events a second, at most 1000 without --force; reads follow. Default: the profile's.")
  private @Nullable Integer rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = TimeSpan.class,
      description =
          "How long each profile runs, at most 5m without --force; default ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many nodes read, at most 8; default ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--value-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "How long a value is; default ${DEFAULT-VALUE}.")
  private int valueBytes;

  @Option(
      names = "--load-ms",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long the source takes for a value; default ${DEFAULT-VALUE}.")
  private int loadMs;

  @Option(
      names = "--coordinated",
      description = "The coordinators of --environment map the events; asks before.")
  private boolean coordinated;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The environment of those coordinators.")
  private @Nullable String environment;

  @Option(names = "--force", description = "Up to 10000 events a second and 1h; needs --reason.")
  private boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the report.")
  private String reason = "";

  @Mixin private final Consent consent = new Consent();

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write report.md and figures.json there, too.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Map<Profile, Load> loads = loads();
    requireConsistent();
    Servers servers = new Servers(kafka, ClientFile.read(commandConfig), registry, redis);
    Reach.kafka(servers.kafkaClient());
    Reach.redis(redis);
    if (coordinated && !consent.given(question())) {
      return Trouble.refuse(spec, "not wanted, nothing was done");
    }
    Interrupt.allow(TIME_TO_CLEAR_UP);
    return publish(run(servers, loads));
  }

  private Map<Profile, Load> loads() {
    Map<Profile, Load> loads = new LinkedHashMap<>();
    for (String name : names) {
      Profile profile = Profiles.named(name).orElseThrow(() -> new UsageFailure(unknown(name)));
      int events = rate == null ? profile.traffic().eventsPerSecond() : rate;
      Load load = new Load(events, duration, nodes, valueBytes, Duration.ofMillis(loadMs));
      Bounds.check(profile, load, force);
      loads.put(profile, load);
    }
    return loads;
  }

  private static String unknown(String name) {
    return "PROFILE: found '%s', expected one of %s"
        .formatted(
            name, Profiles.all().stream().map(Profile::name).collect(Collectors.joining(", ")));
  }

  private void requireConsistent() {
    if (force && reason.isBlank()) {
      throw new UsageFailure("--force: found no --reason beside it, expected one");
    }
    if (coordinated && environment == null) {
      throw new UsageFailure("--coordinated: found no --environment beside it, expected one");
    }
    if (!coordinated && environment != null) {
      throw new UsageFailure(
          "--environment: found no --coordinated beside it: without it the bench has an environment"
              + " of its own");
    }
  }

  private String question() {
    return "Put rule set bench in force in environment %s, and publish its events to %s.events?"
        .formatted(environment, environment);
  }

  private BenchReport run(Servers servers, Map<Profile, Load> loads)
      throws IOException, InterruptedException {
    Screen screen = new Screen(System.err, Boolean.getBoolean("freshet.terminal"));
    screen.status("bench: opening an environment");
    try (Ground ground = ground(servers)) {
      screen.line(
          "bench: environment " + ground.environment() + ", mapped by " + ground.mappedBy());
      Engine engine = new Engine(servers, ground, screen);
      List<Outcome> outcomes = new ArrayList<>();
      for (Map.Entry<Profile, Load> each : loads.entrySet()) {
        Outcome outcome = engine.run(each.getKey(), each.getValue());
        screen.line("%-17s %s".formatted(each.getKey().name(), outcome.isGood() ? "good" : "bad"));
        outcomes.add(outcome);
      }
      return new BenchReport(facts(ground), outcomes);
    }
  }

  private Ground ground(Servers servers) throws IOException, InterruptedException {
    return environment == null
        ? OwnGround.open(servers)
        : LentGround.open(
            servers,
            environment,
            System.getProperty("user.name", "unknown"),
            reason.isBlank() ? "freshet bench " + String.join(" ", names) : reason);
  }

  private Map<String, String> facts(Ground ground) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("kafka", kafka);
    facts.put("redis", redis.replaceAll("//[^/]*@", "//***@"));
    facts.put("environment", ground.environment());
    facts.put("mappedBy", ground.mappedBy());
    facts.put("java", Runtime.version().toString());
    facts.put("cpus", String.valueOf(Runtime.getRuntime().availableProcessors()));
    if (!reason.isBlank()) {
      facts.put("reason", reason);
    }
    return facts;
  }

  private int publish(BenchReport report) throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      printer.println(report.json());
    } else {
      report.text().forEach(printer::println);
    }
    printer.flush();
    if (out != null) {
      Files.createDirectories(out);
      Files.writeString(out.resolve("report.md"), report.markdown());
      Files.writeString(out.resolve("figures.json"), report.figures());
    }
    return report.isGood() ? 0 : BAD;
  }
}
