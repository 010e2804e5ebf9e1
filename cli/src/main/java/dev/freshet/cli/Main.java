// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cli.bench.BenchCommand;
import dev.freshet.cli.config.ConfigCommand;
import dev.freshet.cli.config.WrongSettingsException;
import dev.freshet.cli.doctor.DoctorCommand;
import dev.freshet.cli.ops.AlertsCommand;
import dev.freshet.cli.ops.CapabilitiesCommand;
import dev.freshet.cli.ops.InvalidateCommand;
import dev.freshet.cli.ops.NodesCommand;
import dev.freshet.cli.ops.ReceiptCommand;
import dev.freshet.cli.ops.ServicesCommand;
import dev.freshet.cli.ops.StatusCommand;
import dev.freshet.cli.ops.TraceCommand;
import dev.freshet.cli.rules.RulesCommand;
import dev.freshet.cli.serve.CoordinatorCommand;
import dev.freshet.cli.serve.WorkerCommand;
import dev.freshet.cli.warmup.WarmupCommand;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.stack.PortInUseException;
import java.io.PrintWriter;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: parses the command line and runs one command. */
@Command(
    name = "freshet",
    header = "Keeps caches fresh: domain events in, stale values out.",
    description = {
      "",
      "Services publish domain events to Kafka, rules map them to invalidations,",
      "and every node of every service stops serving the old values at once.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      DevCommand.class,
      PublishCommand.class,
      WatchCommand.class,
      RulesCommand.class,
      StatusCommand.class,
      ServicesCommand.class,
      NodesCommand.class,
      CapabilitiesCommand.class,
      InvalidateCommand.class,
      ReceiptCommand.class,
      TraceCommand.class,
      AlertsCommand.class,
      WarmupCommand.class,
      BenchCommand.class,
      CoordinatorCommand.class,
      WorkerCommand.class,
      ConfigCommand.class,
      DoctorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Start here:",
      "  freshet demo --once      see it work on this machine, within half a minute",
      "  freshet dev              a whole Freshet on this machine to work with",
      "  freshet rules new NAME   a rule file and its test to begin with",
      "  freshet COMMAND --help   options and examples of a command",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or a port in use."
    })
public final class Main {
  static final int WRONG_USAGE = 2;
  private static final int INTERRUPTED = 130;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more to standard error; twice for the logs of Kafka and Redis too.")
  private boolean[] verbose = {};

  private Main() {}

  /** Runs a command and exits. */
  public static void main(String[] arguments) {
    Interrupt interrupt = Interrupt.install();
    int code = run(arguments);
    interrupt.finished(code);
    System.exit(code);
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    Values.register(line);
    line.setParameterExceptionHandler(Main::refuse);
    line.setExecutionExceptionHandler(main::fail);
    line.setExecutionStrategy(main::execute);
    return line;
  }

  private int execute(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), "found no command, expected one");
    }
    LogLevels.apply(verbose.length);
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println(command + ": " + Trouble.line(e));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See " + command + " --help");
    return WRONG_USAGE;
  }

  private int fail(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof InterruptedException || e instanceof InterruptException) {
      return INTERRUPTED;
    }
    String command = line.getCommandSpec().qualifiedName();
    if (e instanceof InvalidRuleFileException invalid) {
      Trouble.print(invalid.issues(), line.getErr());
    }
    if (e instanceof WrongSettingsException wrong) {
      wrong.problems().forEach(line.getErr()::println);
    }
    line.getErr().println(command + ": " + Trouble.line(e));
    if (verbose.length > 0) {
      e.printStackTrace(line.getErr());
    }
    return isUsage(e) ? WRONG_USAGE : line.getCommandSpec().exitCodeOnExecutionException();
  }

  private static boolean isUsage(Exception e) {
    return e instanceof UsageFailure
        || e instanceof WrongSettingsException
        || e instanceof PortInUseException;
  }

  /** Reads the version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "freshet " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
      };
    }
  }
}
