// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Await;
import dev.freshet.cli.rules.options.Blast;
import dev.freshet.cli.rules.options.By;
import dev.freshet.cli.rules.options.Consent;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.Schemas;
import dev.freshet.coordinator.proposal.Proposal;
import dev.freshet.coordinator.proposal.ShadowFirst;
import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.coordinator.rulesets.RulesChangedException;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.cases.CaseFiles;
import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseRun;
import dev.freshet.rules.cases.report.CaseText;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.replay.BlastRadius;
import dev.freshet.rules.report.ReportFormat;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules apply}. */
@Command(
    name = "apply",
    header = "Checks, tests and compares rule files, and puts them in force.",
    description = {
      "",
      "Replays the events of the last day through the rules in force and the new",
      "ones, and refuses what would invalidate far more. Each changed set becomes a",
      "new revision; all of them or none. Sets that are not named stay as they are.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules apply my-rules --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'orders go stale' --yes",
      "  freshet rules apply my-rules --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --dry-run server   the plan alone",
      "  freshet rules apply my-rules --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --mode shadow      to watch first",
      "",
      "Exit codes: 0 in force or nothing to do, 1 refused, 2 could not run, 4 stored",
      "but not confirmed by every running coordinator in time.",
      ""
    })
final class RulesApplyCommand implements Callable<Integer> {
  private static final Duration A_DAY = Duration.ofHours(24);

  /** How far to go. */
  enum DryRun {
    CLIENT,
    SERVER
  }

  /** What becomes of the rules that are new or different. */
  enum As {
    SHADOW
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Rule files, with NAME.test.yaml beside NAME.yaml, and directories with rule files and"
              + " their tests.")
  private List<Path> paths = List.of();

  @Mixin private final Live live = new Live();
  @Mixin private final Schemas schemas = new Schemas();
  @Mixin private final Blast blast = new Blast();
  @Mixin private final By by = new By();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final Await await = new Await();

  @Option(
      names = "--dry-run",
      paramLabel = "WHERE",
      description =
          "Show the plan and store nothing: client as this program sees it, server also as a"
              + " publisher would judge it.")
  private @Nullable DryRun dryRun;

  @Option(
      names = "--expect-rev",
      paramLabel = "SET=REVISION",
      description =
          "Refuse unless the set is in this revision, 0 for a new one; repeatable; default the"
              + " one that the plan is made from.")
  private Map<String, Long> expected = Map.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "shadow: put new and changed rules in shadow mode, until they are promoted; your files"
              + " stay as they are.")
  private @Nullable As mode;

  @Option(names = "--force", description = "Apply in spite of the blast radius; needs --reason.")
  private boolean force;

  @Option(names = "--allow-untested", description = "Apply without a single test.")
  private boolean allowUntested;

  @Override
  public Integer call() throws Exception {
    if (force && by.reason().isBlank()) {
      throw new UsageFailure("--force: found no --reason beside it, expected one");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RuleSetPublisher rules = live.open()) {
      List<RuleSource> sets = sets();
      EventTypes types = schemas.read(paths, live.registry(), spec.commandLine().getErr());
      List<RuleSetRevision> current = rules.current();
      Proposal proposal = Proposal.of(current, sets, types);
      String objection = objection(proposal, types, out);
      if (objection != null) {
        return Trouble.refuse(spec, objection);
      }
      return mode == null
          ? plan(rules, proposal, out)
          : planInShadow(rules, proposal, shadow -> Proposal.of(current, shadow, types), out);
    } catch (InvalidRuleFileException e) {
      return Trouble.refuse(spec, e);
    } catch (RulesChangedException e) {
      return Trouble.refuse(spec, String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private List<RuleSource> sets() throws IOException {
    List<RuleSource> sets = new ArrayList<>();
    for (Path path : paths) {
      sets.addAll(RuleFiles.read(path));
    }
    return sets;
  }

  /** Checks and tests; why that is not enough, or null. */
  private @Nullable String objection(Proposal proposal, EventTypes types, PrintWriter out)
      throws IOException {
    CheckReport report = proposal.check(CheckSettings.on(LocalDate.now(ZoneOffset.UTC)));
    out.print(ReportFormat.TEXT.render(report, FailOn.ERROR, false));
    if (report.failed(FailOn.ERROR)) {
      return "the check failed, nothing was stored";
    }
    CaseReport cases = CaseRun.run(CaseFiles.read(tests(), types), name -> true);
    if (cases.results().isEmpty() && report.rules() == 0) {
      return null; // regions and jobs have no tests
    }
    out.print("\n" + CaseText.results(cases, true));
    if (!cases.failed().isEmpty()) {
      return "tests failed, nothing was stored";
    }
    if (cases.results().isEmpty() && !allowUntested) {
      return "found no test beside the rules, expected one; --allow-untested does without";
    }
    return null;
  }

  /** Directories with tests, and beside a single rule file the tests that are called after it. */
  private List<Path> tests() {
    return paths.stream()
        .map(
            path ->
                Files.isDirectory(path)
                    ? path
                    : Path.of(path.toString().replaceFirst("\\.ya?ml$", "") + ".test.yaml"))
        .filter(Files::exists)
        .toList();
  }

  private int planInShadow(
      RuleSetPublisher rules,
      Proposal written,
      Function<List<RuleSource>, Proposal> propose,
      PrintWriter out) {
    ShadowFirst shadow = ShadowFirst.of(written);
    if (shadow.rules().isEmpty()) {
      return Trouble.refuse(spec, "--mode shadow: found no new or changed rule that is enforced");
    }
    out.print("\n" + shadow.toText());
    return plan(rules, propose.apply(shadow.sets()), out);
  }

  private int plan(RuleSetPublisher rules, Proposal proposal, PrintWriter out) {
    RuleDiff diff = proposal.diff();
    if (diff.isEmpty() && !proposal.changesText()) {
      out.println("\nnothing to apply: all of it is in force");
      return 0;
    }
    out.println();
    out.print(diff.isEmpty() ? "no difference but in the form of the text\n" : diff.toText());
    BlastRadius radius =
        blast.of(
            live, proposal.bookBefore(), proposal.bookAfter(), A_DAY, spec.commandLine().getErr());
    if (radius != null) {
      out.print("\n" + radius.toText());
    }
    List<String> tooWide = Blast.tooWide(radius);
    tooWide.forEach(reason -> out.println("above the limit: " + reason));
    out.println();
    if (!tooWide.isEmpty() && !force) {
      return Trouble.refuse(
          spec, "above the blast-radius limit; --force --reason TEXT applies it all the same");
    }
    return dryRun == null ? apply(rules, proposal, out) : dryRun(rules, proposal, out);
  }

  private int dryRun(RuleSetPublisher rules, Proposal proposal, PrintWriter out) {
    if (dryRun == DryRun.SERVER) {
      rules.tryOut(proposal.sets(), by.authorship(), expected(proposal));
    }
    out.println("dry run: nothing was stored");
    return 0;
  }

  private int apply(RuleSetPublisher rules, Proposal proposal, PrintWriter out) {
    out.flush();
    if (!consent.given("Apply?")) {
      return Trouble.refuse(spec, "not applied");
    }
    List<RuleSetRevision> revisions =
        rules.publish(proposal.sets(), by.authorship(), expected(proposal));
    revisions.forEach(
        revision -> out.printf("%s is revision %d%n", revision.getName(), revision.getRevision()));
    return await.inForce(rules, revisions, out);
  }

  private Map<String, Expected> expected(Proposal proposal) {
    Map<String, Expected> all = new HashMap<>(proposal.expected());
    expected.forEach((set, revision) -> all.put(set, Expected.revision(revision)));
    return all;
  }
}
