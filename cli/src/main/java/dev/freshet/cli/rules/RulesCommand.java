// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.rules.files.RulesFmtCommand;
import dev.freshet.cli.rules.files.RulesNewCommand;
import dev.freshet.cli.rules.files.RulesOwnersCommand;
import dev.freshet.cli.rules.files.RulesSchemaCommand;
import picocli.CommandLine.Command;

/** {@code freshet rules}. */
@Command(
    name = "rules",
    header = "Writes, checks, tests, explains and applies rule files.",
    description = {
      "",
      "Rule files declare the regions of the cache and say which events invalidate",
      "what. From nothing to a rule that runs:",
      "",
      "  freshet rules new orders --event order.shipped --owner @shop --dir my-rules",
      "  freshet rules check my-rules",
      "  freshet rules test my-rules",
      "  freshet rules apply my-rules --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --reason 'why'",
      ""
    },
    subcommands = {
      RulesNewCommand.class,
      RulesCheckCommand.class,
      RulesTestCommand.class,
      RulesCaptureCommand.class,
      RulesExplainCommand.class,
      RulesDiffCommand.class,
      RulesApplyCommand.class,
      RulesHistoryCommand.class,
      RulesRollbackCommand.class,
      RulesPromoteCommand.class,
      RulesRemoveCommand.class,
      RulesPauseCommand.class,
      RulesResumeCommand.class,
      RulesFmtCommand.class,
      RulesSchemaCommand.class,
      RulesOwnersCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 good, 1 findings, differences or refused, 2 could not run,",
      "4 applied but not confirmed in time.",
      ""
    })
public final class RulesCommand {}
