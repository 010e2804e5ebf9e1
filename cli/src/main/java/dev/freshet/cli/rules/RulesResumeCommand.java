// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.rules.options.By;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freshet rules resume}. */
@Command(
    name = "resume",
    header = "Lets all coordinators map again after `pause`, from where they stopped.",
    description = {""},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules resume --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'rolled back'",
      "",
      "Exit codes: 0 running, 2 could not run.",
      ""
    })
final class RulesResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final Live live = new Live();
  @Mixin private final By by = new By();

  @Override
  public Integer call() throws Exception {
    try (RuleSetPublisher rules = live.open()) {
      RulesPauseCommand.say(rules.resume(by.author(), by.reason()), spec.commandLine().getOut());
      return 0;
    }
  }
}
