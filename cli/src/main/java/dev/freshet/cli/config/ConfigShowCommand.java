// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.config.Configuration.Effective;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet config show}. */
@Command(
    name = "show",
    header = "Prints what a coordinator or a worker would start with here, and why.",
    description = {
      "",
      "Reads the environment and the file as they would, and says all that is wrong.",
      "Secrets are shown as stars.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet config show",
      "  freshet config show --for worker --config worker.yaml --profile staging",
      "",
      "Exit codes: 0 it could start, 2 settings are wrong or missing.",
      ""
    })
final class ConfigShowCommand implements Callable<Integer> {
  private static final int WRONG = 2;

  /** What is started with settings. */
  enum Kind {
    COORDINATOR,
    WORKER
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--for",
      paramLabel = "PROGRAM",
      defaultValue = "coordinator",
      description = "coordinator or worker; default ${DEFAULT-VALUE}.")
  private Kind kind = Kind.COORDINATOR;

  @Option(names = "--config", paramLabel = "FILE", description = "A file with settings.")
  private @Nullable Path file;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "dev, staging or production; default production.")
  private @Nullable String profile;

  @Override
  public Integer call() {
    Map<String, String> flags = new HashMap<>();
    if (file != null) {
      flags.put(CommonSettings.CONFIG.name(), file.toString());
    }
    if (profile != null) {
      flags.put(CommonSettings.PROFILE.name(), profile);
    }
    Program program = Program.valueOf(kind.name());
    Configuration configuration = Configuration.read(program, flags, System.getenv());
    print(configuration.effective());
    PrintWriter err = spec.commandLine().getErr();
    configuration.problems().forEach(err::println);
    if (configuration.problems().isEmpty()) {
      return 0;
    }
    int unused = Trouble.refuse(spec, "a " + program.label() + " cannot start with these settings");
    return WRONG;
  }

  private void print(List<Effective> settings) {
    PrintWriter out = spec.commandLine().getOut();
    int name = settings.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    int value = settings.stream().mapToInt(each -> each.value().length()).max().orElse(0);
    String row = "%-" + name + "s  %-" + Math.max(1, value) + "s  %s";
    for (Effective each : settings) {
      out.println(
          row.formatted(each.name(), each.origin().isEmpty() ? "-" : each.value(), each.origin())
              .stripTrailing());
    }
    out.flush();
  }
}
