// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.cli.UsageFailure;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.scaffold.CodeOwners;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
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
    for (Path path : paths) {
      RuleFiles.read(path).forEach(source -> sources.add(belowRoot(source)));
    }
    List<RuleSetFile> files = readable(RuleBook.compile(sources));
    PrintWriter out = spec.commandLine().getOut();
    out.print(CodeOwners.of(files));
    out.flush();
    return files.stream().allMatch(CodeOwners::canName) ? 0 : UNNAMED;
  }

  /** Files may have errors, but not such that hide their owners. */
  private static List<RuleSetFile> readable(Compilation compilation) {
    List<Issue> unreadable =
        compilation.allIssues().stream().filter(issue -> issue.code() == IssueCode.SYNTAX).toList();
    if (!unreadable.isEmpty()) {
      throw new InvalidRuleFileException(unreadable);
    }
    return compilation.files();
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
