// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Schemas;
import dev.freshet.rules.cases.CaseFiles;
import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseRun;
import dev.freshet.rules.cases.CaseSuite;
import dev.freshet.rules.cases.report.CaseJson;
import dev.freshet.rules.cases.report.CaseJunit;
import dev.freshet.rules.cases.report.CaseText;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules test}. */
@Command(
    name = "test",
    header = "Runs tests of rules: which events invalidate what.",
    description = {
      "",
      "Tests stand beside the rules, in files that end in .test.yaml:",
      "",
      "  apiVersion: freshet.dev/v1",
      "  kind: RuleTests",
      "  tests:",
      "    - name: a user who is deleted is dropped everywhere",
      "      event: {type: user.deleted, data: {userId: 42}}",
      "      invalidates:",
      "        - tag: user:42",
      "",
      "An empty list says that nothing is invalidated.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = RulesTestCommand.COULD_NOT_RUN,
    footer = {
      "",
      "Examples:",
      "  freshet rules test my-rules",
      "  freshet rules test my-rules --run 'refund' --diff",
      "  freshet rules test my-rules --coverage-min 100 --junit target/rules.xml",
      "",
      "Exit codes: 0 all passed, 1 a test failed, none was found or too little is",
      "covered, 2 could not run.",
      ""
    })
final class RulesTestCommand implements Callable<Integer> {
  static final int COULD_NOT_RUN = 2;
  private static final int FAILED = 1;

  /** How the report is printed. */
  enum Format {
    TEXT,
    JSON,
    JUNIT
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Test files, and directories with files that end in .test.yaml.")
  private List<Path> paths = List.of();

  @Option(
      names = "--run",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Run only tests in whose names it is found.")
  private Pattern run = Pattern.compile("");

  @Option(
      names = "--diff",
      negatable = true,
      description = "Show what was expected and found; default on a terminal.")
  private boolean diff = Boolean.getBoolean("freshet.terminal");

  @Option(
      names = "--coverage",
      description = "Show how much of the rules is tested, and what is not.")
  private boolean coverage;

  @Option(
      names = "--coverage-min",
      paramLabel = "PERCENT",
      description = "Fail if less of the rules, or of their branches, is covered.")
  private @Nullable Integer coverageMin;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML as well.")
  private @Nullable Path junit;

  @Option(names = "--allow-empty", description = "Do not fail if there is no test.")
  private boolean allowEmpty;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or junit; default ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent API, for the schemas of events.")
  private @Nullable String registry;

  @Mixin private final Schemas schemas = new Schemas();

  @Override
  public Integer call() throws IOException {
    if (coverageMin != null && (coverageMin < 0 || coverageMin > 100)) {
      throw new UsageFailure("--coverage-min: found " + coverageMin + ", expected 0 to 100");
    }
    PrintWriter out = spec.commandLine().getOut();
    CaseReport report;
    try {
      EventTypes types = schemas.read(directories(), registry, spec.commandLine().getErr());
      CaseSuite suite = CaseFiles.read(paths, types);
      suite.warnings().forEach(warning -> say(warning.render() + "\n"));
      report = CaseRun.run(suite, run.asPredicate());
    } catch (InvalidRuleFileException e) {
      Trouble.print(e.issues(), spec.commandLine().getErr());
      say(spec.qualifiedName() + ": ran no test for these errors");
      return COULD_NOT_RUN;
    }
    out.print(render(report));
    out.flush();
    if (junit != null) {
      write(junit, CaseJunit.render(report));
    }
    return verdict(report);
  }

  /** Where schemas may stand beside rules: a test file stands beside its rules. */
  private List<Path> directories() {
    return paths.stream()
        .map(path -> Files.isDirectory(path) ? path : path.resolveSibling(""))
        .distinct()
        .toList();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageFailure("--junit: " + Trouble.line(e));
    }
  }

  private String render(CaseReport report) {
    return switch (format) {
      case TEXT -> {
        boolean withCoverage = coverage || coverageMin != null;
        yield CaseText.results(report, diff)
            + (withCoverage ? CaseText.coverage(report.coverage()) : "");
      }
      case JSON -> CaseJson.render(report);
      case JUNIT -> CaseJunit.render(report);
    };
  }

  private int verdict(CaseReport report) {
    boolean passed = report.failed().isEmpty();
    if (report.results().isEmpty() && !allowEmpty) {
      say(
          spec.qualifiedName()
              + ": found no test, expected at least one"
              + (run.pattern().isEmpty() ? "" : " whose name has " + run)
              + "; --allow-empty takes none");
      passed = false;
    }
    if (coverageMin != null && !report.coverage().isAtLeast(coverageMin)) {
      say(
          spec.qualifiedName()
              + ": --coverage-min: found "
              + report.coverage().summary()
              + "; "
              + report.coverage().branchSummary()
              + "; expected at least "
              + coverageMin
              + "%");
      passed = false;
    }
    return passed ? 0 : FAILED;
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
  }
}
