// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.cli.UsageFailure;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.scaffold.CodeOwners;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules owners}. */
@Command(
    name = "owners",
    header = "Prints who owns which rule file, in the form of CODEOWNERS.",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules owners rules >> .github/CODEOWNERS",
      "",
      "Exit codes: 0 done, 1 an owner is neither a handle nor an address, 2 could",
      "not run.",
      ""
    })
public final class RulesOwnersCommand implements Callable<Integer> {
  private static final int UNNAMED = 1;
  private static final int COULD_NOT_RUN = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Rule files and directories.")
  private List<Path> paths = List.of();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The root of the repository, from which paths count; default ${DEFAULT-VALUE}.")
  private Path root = Path.of(".");

  @Override
  public Integer call() throws IOException {
    List<RuleSource> sources = new ArrayList<>();
    try {
      for (Path path : paths) {
        RuleFiles.read(path).forEach(source -> sources.add(belowRoot(source)));
      }
    } catch (InvalidRuleFileException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return COULD_NOT_RUN;
    }
    List<RuleSetFile> files = RuleBook.compile(sources).files();
    PrintWriter out = spec.commandLine().getOut();
    out.print(CodeOwners.of(files));
    out.flush();
    return files.stream().allMatch(CodeOwners::canName) ? 0 : UNNAMED;
  }

  private RuleSource belowRoot(RuleSource source) {
    Path base = root.toAbsolutePath().normalize();
    Path file = Path.of(source.file()).toAbsolutePath().normalize();
    if (!file.startsWith(base)) {
      throw new UsageFailure("--root: found " + file + ", expected files below " + base);
    }
    String path = RuleFiles.nameOf(base.relativize(file));
    return new RuleSource(source.name(), path, source.revision(), source.text());
  }
}
