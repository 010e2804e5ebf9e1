// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.FailedTrialException;
import dev.freshet.benchmarks.harness.Figure;
import dev.freshet.benchmarks.harness.Report;
import dev.freshet.benchmarks.harness.Run;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.chart.Chart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program: measures the suites that the command line names, and publishes their figures. */
@Command(
    name = "benchmarks/run",
    header = "Measures Freshet beside its references, in one run.",
    description = {
      "",
      "Writes DIR/figures.json, one object for each figure, DIR/report.md, and a chart of each suite,",
      "DIR/SUITE.svg. Budgets that do not hold are published first; a ratio is only ever made of",
      "figures of one run. A suite that fails is named in the report, and the others run.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/run --quick          every suite, ten minutes on two cores",
      "  benchmarks/run l1 l2 --quick    two of them",
      "  benchmarks/run --out results    for figures to publish, an hour and more",
      "",
      "Exit codes: 0 measured, 1 a suite failed (with --strict also: a budget does not hold), 2 wrong usage."
    })
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;

  private final Effort full;
  private final Effort quick;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SUITE",
      completionCandidates = Suites.Names.class,
      description = {
        "What to measure: ${COMPLETION-CANDIDATES}.",
        "Default: all of them but soak, which takes half an hour."
      })
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Measure for minutes: what has a budget, with a wider spread.")
  private boolean isQuick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${sys:freshet.benchmarks.out:-benchmark-results}",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}")
  private Path out = Path.of("");

  @Option(names = "--strict", description = "Exit with 1 if a budget does not hold.")
  private boolean isStrict;

  @Option(names = "--help", usageHelp = true, description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean isHelp;

  private Main(Effort full, Effort quick) {
    this.full = full;
    this.quick = quick;
  }

  /** Measures and exits. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Effort.FULL, Effort.QUICK).execute(arguments));
  }

  /**
   * The command line.
   *
   * @param full how long to measure
   * @param quick how long with {@code --quick}
   */
  static CommandLine commandLine(Effort full, Effort quick) {
    CommandLine line = new CommandLine(new Main(full, quick));
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Main::refuse);
    return line;
  }

  @Override
  public Integer call() {
    List<Suite> suites = suites();
    Effort effort = isQuick ? quick : full;
    PrintWriter err = spec.commandLine().getErr();
    try {
      Files.createDirectories(out);
      return measure(suites, effort, err);
    } catch (IOException e) {
      err.println("benchmarks: --out " + out + ": cannot be written: " + e);
      return FAILED;
    }
  }

  private List<Suite> suites() {
    return names.isEmpty() ? Suites.unasked() : names.stream().distinct().map(this::suite).toList();
  }

  private Suite suite(String name) {
    return Suites.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "SUITE: there is no suite of that name, found '%s', expected some of %s"
                        .formatted(name, String.join(", ", Suites.names()))));
  }

  /** A suite that fails takes nothing from the others: what there is, is written after each. */
  private int measure(List<Suite> suites, Effort effort, PrintWriter err) throws IOException {
    List<String> environment = new ArrayList<>(Environment.describe(effort));
    Run run = new Run(effort, new Ticks(err));
    List<Report.Part> parts = new ArrayList<>();
    boolean isComplete = true;
    for (Suite suite : suites) {
      try {
        parts.add(new Report.Part(suite.name(), suite.title(), run.of(suite)));
      } catch (FailedTrialException e) {
        isComplete = false;
        environment.add("NOT MEASURED: " + e.getMessage());
        err.println("benchmarks: " + e.getMessage());
        e.printStackTrace(err);
      }
      write(new Report(environment, parts));
    }
    int code = publish(new Report(environment, parts));
    return isComplete ? code : FAILED;
  }

  private void write(Report report) throws IOException {
    Files.writeString(out.resolve("figures.json"), report.json());
    Files.writeString(out.resolve("report.md"), report.markdown());
    for (Report.Part part : report.parts()) {
      Files.writeString(out.resolve(part.chartFile()), Chart.svg(part));
    }
  }

  private int publish(Report report) {
    PrintWriter text = spec.commandLine().getOut();
    report.environment().forEach(text::println);
    report.figures().stream().map(Figure::line).forEach(text::println);
    long budgets = report.figures().stream().filter(figure -> figure.verdict() != null).count();
    int misses = report.misses().size();
    text.printf(
        "%d figures, %d of %d budgets hold, in %s%n",
        report.figures().size(), budgets - misses, budgets, out);
    text.flush();
    return isStrict && misses > 0 ? FAILED : CommandLine.ExitCode.OK;
  }

  private static int refuse(ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.println("benchmarks: " + wrong.getMessage());
    err.println("See benchmarks/run --help.");
    return CommandLine.ExitCode.USAGE;
  }
}
