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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules rollback}. */
@Command(
    name = "rollback",
    header = "Brings the text of an earlier revision back, as a new revision.",
    description = {
      "",
      "Nothing is rewritten: the history shows who went back to what, and why. The",
      "old text is checked like any other.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules rollback payment --to 3 --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'purges too much' --yes",
      "",
      "Exit codes: 0 in force, 1 refused, 2 could not run, 4 stored but not confirmed.",
      ""
    })
final class RulesRollbackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SET", description = "The rule set.")
  private String ruleSet = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "REVISION",
      description = "The revision whose text comes back.")
  private long to;

  @Mixin private final Live live = new Live();
  @Mixin private final By by = new By();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final Await await = new Await();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (RuleSetPublisher rules = live.open()) {
      RuleSetHistory history = rules.history(ruleSet);
      RuleSetRevision target = history.get(to).orElse(null);
      if (target == null) {
        return Trouble.refuse(
            spec, "rule set " + ruleSet + ": found no revision " + to + " in the history");
      }
      if (isCurrent(history, target)) {
        out.println("nothing to roll back: the text of revision " + to + " is in force");
        return 0;
      }
      out.println(difference(history, target));
      out.flush();
      if (!consent.given("Roll rule set " + ruleSet + " back to revision " + to + "?")) {
        return Trouble.refuse(spec, "not rolled back");
      }
      RuleSetRevision revision =
          rules.rollback(ruleSet, to, by.authorship(), Expected.revision(history.current()));
      out.printf("%s is revision %d, with the text of %d%n", ruleSet, revision.getRevision(), to);
      return await.inForce(rules, List.of(revision), out);
    } catch (InvalidRuleFileException e) {
      return Trouble.refuse(spec, e);
    } catch (RulesChangedException | NoSuchElementException e) {
      return Trouble.refuse(spec, String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private static boolean isCurrent(RuleSetHistory history, RuleSetRevision target) {
    return history
        .get(history.current())
        .filter(current -> current.getContentHash().equals(target.getContentHash()))
        .isPresent();
  }

  private String difference(RuleSetHistory history, RuleSetRevision target) {
    var before = history.get(history.current()).map(Revisions::source);
    return RuleDiff.between(
            RuleBook.compile(before.map(List::of).orElse(List.of())).files(),
            RuleBook.compile(List.of(Revisions.source(target))).files())
        .toText();
  }
}
