// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Waits until coordinators have taken revisions up, and says so. */
public final class Await {
  /** Stored, but not every running coordinator has it in force. */
  public static final int NOT_CONFIRMED = 4;

  private int seconds;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to wait until every running coordinator has it in force, 0 not at all;"
              + " default ${DEFAULT-VALUE}.")
  void setSeconds(int wanted) {
    if (wanted < 0) {
      throw new ParameterException(
          spec.commandLine(), "--wait: found " + wanted + ", expected 0 or more");
    }
    seconds = wanted;
  }

  /** Says what becomes of the revisions; answers the exit code. */
  public int inForce(RuleSetPublisher rules, List<RuleSetRevision> revisions, PrintWriter out) {
    if (seconds == 0 || revisions.isEmpty()) {
      return 0;
    }
    out.flush();
    spec.commandLine().getErr().println("waiting for the running coordinators");
    spec.commandLine().getErr().flush();
    return report(rules.awaitInForce(revisions, Duration.ofSeconds(seconds)), out);
  }

  private int report(Confirmation confirmation, PrintWriter out) {
    if (confirmation instanceof Confirmation.InForce all) {
      out.println("in force on " + String.join(", ", new TreeSet<>(all.coordinators())));
      return 0;
    } else if (confirmation instanceof Confirmation.Refused refused) {
      out.printf(
          "refused by %s: rule set %s revision %d: %s%nwhat ran before runs on there%n",
          refused.coordinator(), refused.ruleSet(), refused.revision(), refused.message());
      return 1;
    } else if (confirmation instanceof Confirmation.Unconfirmed late) {
      out.printf(
          "not confirmed within %d s by %s%n",
          seconds, String.join(", ", new TreeSet<>(late.missing())));
      return NOT_CONFIRMED;
    } else if (confirmation instanceof Confirmation.Paused paused) {
      out.printf(
          "the mapping is paused by %s: in force as soon as it is resumed%n",
          paused.control().getAuthor());
      return NOT_CONFIRMED;
    }
    out.println("no coordinator runs: the first to start takes it up before it maps an event");
    return NOT_CONFIRMED;
  }
}
