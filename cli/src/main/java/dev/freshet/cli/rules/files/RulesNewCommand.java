// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.cli.UsageFailure;
import dev.freshet.rules.scaffold.Scaffold;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules new}. */
@Command(
    name = "new",
    header = "Writes a rule file to begin with, tests that pass, and schemas for editors.",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules new orders --event order.shipped --owner @shop --dir my-rules",
      "  freshet rules test my-rules",
      "",
      "Files of rules and tests are never overwritten, schemas are.",
      "Exit codes: 0 done, 2 could not run.",
      ""
    })
public final class RulesNewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "Of the rule set.")
  private String name = "";

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "OWNER",
      description = "Who answers for it: a team, a handle, an address.")
  private String owner = "";

  @Option(
      names = "--event",
      paramLabel = "TYPE",
      description = "Of the events that invalidate; default NAME.changed.")
  private @Nullable String event;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to; it is made if it is not there. Default ${DEFAULT-VALUE}.")
  private Path directory = Path.of(".");

  @Override
  public Integer call() throws IOException {
    Map<String, String> files = files();
    for (String file : files.keySet()) {
      if (!isSchema(file) && Files.exists(directory.resolve(file))) {
        throw new UsageFailure(directory.resolve(file) + ": found a file, expected none");
      }
    }
    Files.createDirectories(directory);
    PrintWriter out = spec.commandLine().getOut();
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.writeString(path, file.getValue());
      out.println(path);
    }
    out.flush();
    return 0;
  }

  private static boolean isSchema(String file) {
    return file.endsWith(".json");
  }

  private Map<String, String> files() {
    try {
      return Scaffold.of(name, owner, event == null ? name + ".changed" : event);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }
}
