// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.rule.RuleDefinition;
import java.util.Locale;

/** The facts of rule sets and rules. Stateless. */
final class Declared {
  private Declared() {}

  static Facts set(RuleSetFile file) {
    return new Facts().text("owner", file.owner()).labels(file.labels());
  }

  static Facts rule(RuleDefinition rule) {
    Facts facts =
        new Facts()
            .text("description", rule.description())
            .text("event", rule.event())
            .text(
                "when", rule.condition() == null ? null : ConditionText.of(rule.condition().text()))
            .items("invalidate", rule.outputs().stream().map(Declared::output))
            .word("mode", rule.mode())
            .word("onMissing", rule.onMissing())
            .time("coalesce", rule.timing().coalesce())
            .time("repeatAfter", rule.timing().repeatAfter())
            .text("expires", rule.expires() == null ? null : rule.expires().day())
            .labels(rule.labels());
    return rule.rate() == null
        ? facts
        : facts
            .text("limits.commandsPerSecond", rule.rate().commandsPerSecond())
            .text("limits.burst", rule.rate().burst());
  }

  private static String output(OutputDefinition output) {
    return output.kind() == OutputDefinition.Kind.SCAN
        ? "pattern: " + output.text() + ", scan: true"
        : output.kind().name().toLowerCase(Locale.ROOT) + ": " + output.text();
  }
}
