// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.rules.options.Await;
import dev.freshet.cli.rules.options.By;
import dev.freshet.cli.rules.options.Consent;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.TimeSpan;
import dev.freshet.coordinator.proposal.Proposal;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.replay.ShadowReport;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.coordinator.rulesets.RulesChangedException;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleEdits;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules promote}. */
@Command(
    name = "promote",
    header = "Shows what a rule in shadow mode would have done, and enforces it.",
    description = {
      "",
      "Changes the rule's mode in the text that runs and stores it as a new revision;",
      "change it in your file too.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules promote orders/order-shipped --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'a day without surprises' --yes",
      "",
      "Exit codes: 0 in force, 1 refused, 2 could not run, 4 stored but not confirmed.",
      ""
    })
final class RulesPromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RULE", description = "The rule, by its id or as set/id.")
  private String wanted = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = TimeSpan.class,
      description = "How far back to count what it would have done; default ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  @Mixin private final Live live = new Live();
  @Mixin private final By by = new By();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final Await await = new Await();

  /** A rule in shadow mode, in the text that runs. */
  private record Found(RuleSource source, String id) {
    String name() {
      return source.name() + "/" + id;
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (RuleSetPublisher rules = live.open()) {
      List<RuleSetRevision> current = rules.current();
      List<Found> found = inShadow(current);
      if (found.size() != 1) {
        return Trouble.refuse(
            spec,
            found.isEmpty()
                ? "found no rule " + wanted + " in shadow mode"
                : "found "
                    + found.stream().map(Found::name).toList()
                    + ", expected one: name its"
                    + " set too");
      }
      return promote(rules, current, found.get(0), out);
    } catch (InvalidRuleFileException e) {
      return Trouble.refuse(spec, e);
    } catch (RulesChangedException e) {
      return Trouble.refuse(spec, String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private List<Found> inShadow(List<RuleSetRevision> current) {
    List<RuleSetFile> files =
        RuleBook.compile(current.stream().map(Revisions::source).toList()).files();
    return files.stream()
        .flatMap(
            file ->
                file.rules().stream()
                    .filter(rule -> rule.mode() == Mode.SHADOW)
                    .map(rule -> new Found(file.source(), rule.id().text())))
        .filter(rule -> wanted.equals(rule.id()) || wanted.equals(rule.name()))
        .toList();
  }

  private int promote(
      RuleSetPublisher rules, List<RuleSetRevision> current, Found rule, PrintWriter out) {
    String text = RuleEdits.withMode(rule.source(), rule.id(), Mode.ENFORCE).orElseThrow();
    RuleSource edited = new RuleSource(rule.source().name(), rule.source().file(), 0, text);
    Proposal proposal = Proposal.of(current, List.of(edited), EventTypes.NONE);
    ShadowReport report =
        ShadowReport.read(
            Map.of("bootstrap.servers", live.bootstrap()),
            live.topics(),
            rule.name(),
            Instant.now().minus(since));
    show(report, out);
    out.print("\n" + proposal.diff().toText() + "\n");
    out.flush();
    if (!consent.given("Enforce " + rule.name() + "?")) {
      return Trouble.refuse(spec, "not promoted");
    }
    List<RuleSetRevision> revisions =
        rules.publish(proposal.sets(), by.authorship(), proposal.expected());
    out.printf("%s is revision %d%n", rule.source().name(), revisions.get(0).getRevision());
    return await.inForce(rules, revisions, out);
  }

  private static void show(ShadowReport report, PrintWriter out) {
    out.printf(
        "%s in shadow mode since %s: %s for %s, at most %,d a minute%n",
        report.rule(),
        report.since(),
        count(report.commands(), "command"),
        count(report.targets(), "target"),
        report.busiestMinute());
    if (report.revisions().size() > 1) {
      out.println("  commands by revision: " + report.revisions());
    }
    report.top().forEach(top -> out.printf("  %,10d  %s%n", top.commands(), top.target()));
  }

  private static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }
}
