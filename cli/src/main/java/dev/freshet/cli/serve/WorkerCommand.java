// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.Main;
import dev.freshet.cli.Reach;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Connections;
import dev.freshet.cli.config.SettingFlags;
import dev.freshet.cli.config.WorkerSettings;
import dev.freshet.cli.local.Closer;
import dev.freshet.cli.log.ServiceLog;
import dev.freshet.cli.sources.SourcesFile;
import dev.freshet.cli.sources.WorkerSources;
import dev.freshet.worker.FreshetNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet worker}. */
@Command(
    name = "worker",
    header = "Runs a node as a process of its own, with its cache served over HTTP.",
    description = {
      "",
      "For services that cannot embed one: they read and write the cache by HTTP, and",
      "what they read is never stale. The regions are those of the rule sets in force,",
      "new ones within seconds; what changes a region that is open needs a restart,",
      "and freshet nodes says so. Values are JSON. With --sources it loads regions by",
      "itself, for warm-up jobs, and lists their keys. Every flag is a setting: it may",
      "stand in the environment or in a file instead, see freshet config --help.",
      ""
    },
    modelTransformer = SettingFlags.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet worker --bootstrap kafka:9092 --registry http://registry:8081 \\",
      "      --redis redis://redis:6379 --name worker-1",
      "  freshet worker --profile dev --http-port 0 --management-port 0",
      "",
      "Exit codes: 0 told to stop and did, 1 failed, 2 settings are wrong.",
      ""
    })
public final class WorkerCommand implements Callable<Integer> {
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
    Serving serving = new Serving(spec.name(), settings);
    serving.checkPorts(WorkerSettings.NODE_HTTP_PORT, CommonSettings.MANAGEMENT_PORT);
    String name = settings.find(WorkerSettings.NODE_NAME).orElseGet(WorkerCommand::hostName);
    FreshetNode.Builder builder = describe(name, settings);
    connections.redis().ifPresent(builder::redis);
    SourcesFile file =
        settings
            .find(WorkerSettings.NODE_SOURCES)
            .map(path -> SourcesFile.read(path, System.getenv()))
            .orElse(SourcesFile.NONE);
    ServiceLog.start(settings, spec.name(), name);
    Reach.kafka(connections.kafka());
    Closer process = new Closer();
    try {
      WorkerSources sources = process.add(WorkerSources.open(file));
      RulesWatch rules = process.add(RulesWatch.connect(settings, START_TIMEOUT));
      WorkerProcess worker = new WorkerProcess(settings, sources, rules, process);
      return serving.run(process, worker.start(builder, START_TIMEOUT), readyFile);
    } catch (Exception e) {
      process.close();
      throw e;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new UsageFailure(
          "freshet.node.name: found nothing, and this host has no name; set --name");
    }
  }

  private static FreshetNode.Builder describe(String name, Configuration settings) {
    Connections connections = new Connections(settings);
    FreshetNode.Builder builder =
        FreshetNode.builder(name)
            .service(settings.get(WorkerSettings.NODE_SERVICE))
            .environment(settings.get(CommonSettings.ENVIRONMENT))
            .kafka(connections.bootstrap())
            .kafkaProperties(connections.kafkaProperties())
            .registry(connections.registry())
            .heartbeat(settings.get(WorkerSettings.HEARTBEAT));
    settings.find(WorkerSettings.NODE_ZONE).ifPresent(builder::zone);
    settings.find(WorkerSettings.NODE_OWNER).ifPresent(builder::owner);
    settings
        .find(WorkerSettings.NODE_VERSION)
        .or(() -> Optional.ofNullable(Main.class.getPackage().getImplementationVersion()))
        .ifPresent(builder::version);
    return builder;
  }
}
