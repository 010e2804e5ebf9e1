// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.rules.options.Await;
import dev.freshet.cli.rules.options.By;
import dev.freshet.cli.rules.options.Consent;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.coordinator.rulesets.RuleSetHistory;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.coordinator.rulesets.RulesChangedException;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.PrintWriter;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules remove}. */
@Command(
    name = "remove",
    header = "Ends a rule set: its rules, regions and jobs.",
    description = {
      "",
      "Refused if rules of other sets need its regions. Its history stays, and",
      "rollback brings it back.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules remove orders --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'the service is gone' --yes",
      "",
      "Exit codes: 0 ended, 1 refused, 2 could not run, 4 stored but not confirmed.",
      ""
    })
final class RulesRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SET", description = "The rule set.")
  private String ruleSet = "";

  @Mixin private final Live live = new Live();
  @Mixin private final By by = new By();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final Await await = new Await();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (RuleSetPublisher rules = live.open()) {
      RuleSetHistory history = rules.history(ruleSet);
      RuleSetRevision current = history.get(history.current()).orElse(null);
      if (current == null) {
        return refused("found no rule set " + ruleSet);
      }
      out.println(difference(current));
      out.flush();
      if (!consent.given("Remove rule set " + ruleSet + "?")) {
        return refused("not removed");
      }
      RuleSetRevision end =
          rules.remove(ruleSet, by.authorship(), Expected.revision(current.getRevision()));
      out.printf("%s is removed, by revision %d%n", ruleSet, end.getRevision());
      return await.inForce(rules, List.of(end), out);
    } catch (InvalidRuleFileException e) {
      out.flush();
      Trouble.print(e.issues(), spec.commandLine().getErr());
      return refused(Trouble.line(e) + " in other sets, nothing was stored");
    } catch (RulesChangedException | NoSuchElementException e) {
      return refused(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private static String difference(RuleSetRevision current) {
    var before = RuleBook.compile(List.of(Revisions.source(current))).files();
    return RuleDiff.between(before, List.of()).toText();
  }

  private int refused(String message) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + message);
    return 1;
  }
}
