// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Connections;
import dev.freshet.cli.config.SettingFlags;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.Topics;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet doctor}. */
@Command(
    name = "doctor",
    header = "Looks at all that a Freshet needs, and says what to do.",
    description = {
      "",
      "Kafka, its features and the topics; the schema registry; Redis; a coordinator,",
      "the members and the clocks. Changes nothing. Every flag is a setting, as of",
      "coordinators and workers: run it with their environment and file.",
      "",
      "[+] is good, [!] worth a look, [-] bad; below stands what to do.",
      ""
    },
    modelTransformer = SettingFlags.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet doctor --profile dev            what freshet dev runs here",
      "  freshet doctor --profile dev -o json",
      "  freshet doctor --config /etc/freshet/worker.yaml --url http://coordinator:8080",
      "",
      "Exit codes: 0 nothing is bad, 1 something is, 2 settings are wrong.",
      ""
    })
public final class DoctorCommand implements Callable<Integer> {
  /** How findings are shown. */
  enum Output {
    TEXT,
    JSON
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    List<Finding> findings = examine(SettingFlags.read(spec).orThrow());
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      out.println(
          new ObjectMapper().writeValueAsString(findings.stream().map(Finding::json).toList()));
    } else {
      findings.forEach(finding -> out.println(finding.text()));
    }
    out.flush();
    return findings.stream().anyMatch(each -> each.level() == Finding.Level.BAD) ? 1 : 0;
  }

  private static List<Finding> examine(Configuration settings) throws InterruptedException {
    Connections connections = new Connections(settings);
    Topics topics = new Topics(settings.get(CommonSettings.ENVIRONMENT));
    InstantSource clock = InstantSource.system();
    List<Finding> findings = new ArrayList<>();
    TopicCatalogue catalogue = TopicCatalogue.forEnvironment(topics, connections.sizing());
    findings.addAll(new KafkaExam(connections.kafka(), topics, catalogue, clock).run());
    findings.addAll(
        new SchemaRegistryExam(
                settings.get(CommonSettings.REGISTRY_URL),
                settings.find(CommonSettings.REGISTRY_USER_INFO))
            .run());
    Optional<RedisSettings> redis = connections.redis();
    findings.add(
        redis.isPresent()
            ? RedisExam.run(redis.get())
            : Finding.good("redis", "none is set: nodes have L1 alone"));
    findings.addAll(new ApiExam(settings.get(CommonSettings.URL), clock).run());
    return findings;
  }
}
