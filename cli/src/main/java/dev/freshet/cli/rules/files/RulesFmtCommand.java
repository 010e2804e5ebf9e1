// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.StandardInput;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.format.RuleFormat;
import dev.freshet.rules.format.UnifiedDiff;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules fmt}. */
@Command(
    name = "fmt",
    header = "Brings rule files and their tests into the canonical form, comments kept.",
    description = {
      "",
      "Writes the files that change, and prints their names. A directory stands for",
      "the YAML files of Freshet below it; - reads standard input and prints.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules fmt my-rules",
      "  freshet rules fmt --check --diff my-rules   for a build",
      "",
      "Exit codes: 0 done, 1 with --check or --diff: a file would change, 2 a file",
      "cannot be read.",
      ""
    })
public final class RulesFmtCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;
  private static final int UNREADABLE = 2;
  private static final Path STANDARD_INPUT = Path.of(StandardInput.PATH);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, directories, or -.")
  private List<Path> paths = List.of();

  @Option(names = "--check", description = "Write nothing; name the files that would change.")
  private boolean check;

  @Option(names = "--diff", description = "Write nothing; show what would change.")
  private boolean diff;

  @Override
  public Integer call() throws IOException {
    if (paths.contains(STANDARD_INPUT)) {
      if (paths.size() > 1) {
        throw new UsageFailure("PATH: found - among others, expected it alone");
      }
      return formatInput();
    }
    int code = 0;
    for (Path file : YamlFiles.find(paths)) {
      code = Math.max(code, format(file));
    }
    return code;
  }

  /** Goes on after a file that cannot be read: one run names all of them. */
  private int format(Path file) throws IOException {
    try {
      String before = RuleFiles.readText(file);
      String after = RuleFormat.format(RuleFiles.nameOf(file), before);
      if (before.equals(after)) {
        return 0;
      }
      if (!check && !diff) {
        Files.writeString(file, after);
      }
      return show(RuleFiles.nameOf(file), before, after);
    } catch (InvalidRuleFileException e) {
      return refuse(e);
    }
  }

  private int formatInput() throws IOException {
    try {
      RuleSource input = StandardInput.read();
      String name = input.file();
      String before = input.text();
      String after = RuleFormat.format(name, before);
      if (check || diff) {
        return before.equals(after) ? 0 : show(name, before, after);
      }
      print(after);
      return 0;
    } catch (InvalidRuleFileException e) {
      return refuse(e);
    }
  }

  private int show(String name, String before, String after) {
    print(diff ? UnifiedDiff.of(name, before, after) : name + "\n");
    return check || diff ? DIFFERENT : 0;
  }

  private int refuse(InvalidRuleFileException e) {
    Trouble.print(e.issues(), spec.commandLine().getErr());
    return UNREADABLE;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
