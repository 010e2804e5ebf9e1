// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRule;
import dev.freshet.rules.condition.ConditionCompiler;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.yaml.Scalar;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds conditions that say the same of every event. */
record ConstantConditions() implements Check {

  /** What a condition holds that may decide it without the event. Compiling all would take long. */
  private static final Pattern LITERAL = Pattern.compile("\\b(true|false)\\b");

  private static final Pattern VARIABLE = Pattern.compile("\\b(data|event)\\b");

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (FiledRule filed : sets.rules()) {
      Scalar text = filed.rule().condition();
      if (text != null && filed.mode() != Mode.OFF && mayBeConstant(text.text())) {
        constant(text).ifPresent(value -> report(filed, text, value, findings));
      }
    }
  }

  private static boolean mayBeConstant(String condition) {
    return LITERAL.matcher(condition).find() || !VARIABLE.matcher(condition).find();
  }

  /** What is wrong with a condition is the compiler's to say. */
  private static Optional<Boolean> constant(Scalar text) {
    return ConditionCompiler.constant(text.text());
  }

  private static void report(FiledRule filed, Scalar text, boolean value, Findings findings) {
    String rule = "rule `" + filed.rule().id() + "` ";
    if (value) {
      String message = rule + "has a condition that is true for every event";
      String help = "take the condition out";
      findings.warning(filed.file(), text.span(), IssueCode.UNREACHABLE_RULE, message, help);
    } else {
      String message = rule + "never matches: its condition is false for every event";
      String help = "write `mode: off` to switch the rule off";
      findings.error(filed.file(), text.span(), IssueCode.UNREACHABLE_RULE, message, help);
    }
  }
}
