// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.rules.options.By;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.MappingControl;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freshet rules pause}. */
@Command(
    name = "pause",
    header = "Stops all coordinators from mapping events, until `resume`.",
    description = {
      "",
      "The switch for rules that purge too much. Events wait in Kafka and none is",
      "lost; rules can be applied and rolled back meanwhile. Closed time stands",
      "still, so nodes know that they are not fresh, and regions with `maxStaleness`",
      "act as they say.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules pause --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'purges everything'",
      "",
      "Exit codes: 0 paused, 2 could not run.",
      ""
    })
final class RulesPauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final Live live = new Live();
  @Mixin private final By by = new By();

  @Override
  public Integer call() throws Exception {
    try (RuleSetPublisher rules = live.open()) {
      say(rules.pause(by.author(), by.reason()), spec.commandLine().getOut());
      return 0;
    }
  }

  /** One line about what holds now. */
  static void say(MappingControl control, PrintWriter out) {
    out.printf(
        "mapping %s by %s at %s%s%n",
        control.getPaused() ? "paused" : "resumed",
        control.getAuthor(),
        Instant.ofEpochMilli(control.getChangedAtMs()),
        control.getReason().isEmpty() ? "" : ": " + control.getReason());
    out.flush();
  }
}
