// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.ops.LoadedRegions;
import dev.freshet.cli.rules.options.Schemas;
import dev.freshet.cli.rules.options.TimeSpan;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.KnownOwners;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.report.ReportFormat;
import dev.freshet.rules.schema.EventTypes;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules check}. */
@Command(
    name = "check",
    header = "Checks rule files, all of them together and in one pass.",
    description = {
      "",
      "Each issue has a place, a line with a caret, and a code with a page of its own:",
      "freshet rules explain R021. A comment lets one pass for a while:",
      "",
      "  # rules:disable R066 until 2027-01-01 -- reason",
      "",
      "With --url it also says which warm-up jobs nobody could run.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules check my-rules",
      "  freshet rules check my-rules --schemas my-events --fail-on warn",
      "  freshet rules check my-rules --format sarif > rules.sarif",
      "  freshet rules check my-rules --url http://127.0.0.1:8080",
      "  cat orders.yaml | freshet rules check -",
      "",
      "Exit codes: 0 clean, 1 issues of the severity of --fail-on or above,",
      "2 could not run.",
      ""
    })
final class RulesCheckCommand implements Callable<Integer> {
  private static final int FOUND = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Rule files, directories with such, or - for standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, junit, sarif or github; default ${DEFAULT-VALUE}.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "error",
      description = "error or warn; default ${DEFAULT-VALUE}.")
  private FailOn failOn = FailOn.ERROR;

  @Option(
      names = "--require-owner",
      description = "Owners must be such as CODEOWNERS can name: @name, @org/team, an address.")
  private boolean requireOwner;

  @Option(
      names = "--known-owner",
      paramLabel = "NAME",
      split = ",",
      description = "Owners must be one of these, with * for any text; repeatable.")
  private List<String> knownOwners = List.of();

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      defaultValue = "7d",
      converter = TimeSpan.class,
      description = "Retention of the command topic; default ${DEFAULT-VALUE}.")
  private Duration retention = CheckSettings.DEFAULT_RETENTION;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent API, for the schemas of events.")
  private @Nullable String registry;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:FRESHET_URL:-}",
      description = "A coordinator that knows who loads which region; default FRESHET_URL.")
  private String url = "";

  @Mixin private final Schemas schemas = new Schemas();

  @Override
  public Integer call() throws InterruptedException {
    CheckSettings settings = settings();
    RuleInputs inputs = RuleInputs.read(paths);
    EventTypes types =
        schemas.read(RuleInputs.pathsOf(paths), registry, spec.commandLine().getErr());
    if (!url.isEmpty() && !schemas.isOffline()) {
      settings = settings.withLoaded(LoadedRegions.at(url));
    }
    CheckReport report =
        RuleCheck.check(RuleBook.compile(inputs.sources(), types), settings)
            .withUnread(inputs.unread());
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.render(report, failOn, colours()));
    out.flush();
    return report.failed(failOn) ? FOUND : 0;
  }

  private CheckSettings settings() {
    if (retention.isZero()) {
      throw new UsageFailure("--retention: found 0, expected a time such as 7d");
    }
    return new CheckSettings(LocalDate.now(ZoneOffset.UTC), retention, owners());
  }

  private KnownOwners owners() {
    try {
      return knownOwners.isEmpty()
          ? (requireOwner ? KnownOwners.CODEOWNERS : KnownOwners.ANY)
          : KnownOwners.of(knownOwners);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--known-owner: " + e.getMessage());
    }
  }

  /** After {@code no-color.org}: any text in the variable says no. */
  private static boolean colours() {
    String no = System.getenv("NO_COLOR");
    return Boolean.getBoolean("freshet.terminal") && (no == null || no.isEmpty());
  }
}
