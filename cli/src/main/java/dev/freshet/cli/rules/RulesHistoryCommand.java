// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.OutputFormat;
import dev.freshet.coordinator.rulesets.RuleSetHistory;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules history}. */
@Command(
    name = "history",
    header = "Lists the revisions of a rule set, or the current ones of all.",
    description = {"", "A star marks the current revision. The newest hundred are kept.", ""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules history --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081",
      "  freshet rules history payment --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --show 3   the text of revision 3",
      "",
      "Exit codes: 0 found, 1 no such rule set or revision, 2 could not run.",
      ""
    })
final class RulesHistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "SET",
      description = "A rule set by its name; without one, all sets.")
  private @Nullable String ruleSet;

  @Mixin private final Live live = new Live();

  @Option(names = "--show", paramLabel = "REVISION", description = "Print its text instead.")
  private @Nullable Long show;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default ${DEFAULT-VALUE}.")
  private OutputFormat output = OutputFormat.TEXT;

  @Override
  public Integer call() throws Exception {
    if (show != null && ruleSet == null) {
      throw new UsageFailure("--show: found no SET beside it, expected one");
    }
    try (RuleSetPublisher rules = live.open()) {
      List<RuleSetHistory> histories =
          ruleSet == null
              ? rules.names().stream().sorted().map(rules::history).toList()
              : List.of(rules.history(ruleSet));
      return show == null ? list(histories) : show(histories, show);
    }
  }

  private int list(List<RuleSetHistory> histories) {
    if (histories.stream().allMatch(history -> history.revisions().isEmpty())) {
      return Trouble.refuse(
          spec, ruleSet == null ? "found no rule set" : "found no rule set " + ruleSet);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output == OutputFormat.JSON) {
      out.println(RevisionTable.json(histories, ruleSet == null));
    } else {
      RevisionTable.table(histories, ruleSet == null, out);
    }
    out.flush();
    return 0;
  }

  private int show(List<RuleSetHistory> histories, long number) {
    RuleSetRevision revision = ruleSet == null ? null : histories.get(0).get(number).orElse(null);
    if (revision == null) {
      return Trouble.refuse(spec, "found no revision " + number + " of rule set " + ruleSet);
    }
    spec.commandLine().getOut().print(revision.getYaml());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
