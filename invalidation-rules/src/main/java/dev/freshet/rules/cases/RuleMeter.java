// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.Outcome;
import dev.freshet.rules.cases.Coverage.Branch;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Counts what tests cover of one rule. Belongs to one thread. */
final class RuleMeter {
  private final TestedRule rule;
  private final BitSet expanded = new BitSet();
  private boolean matched;
  private boolean declined;

  RuleMeter(TestedRule rule) {
    this.rule = rule;
  }

  /** Takes what the rule says about an event of its type: nothing if its condition is false. */
  void count(List<Outcome> outcomes) {
    List<Outcome.Failed> failures =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(Outcome.Failed.class::cast)
            .toList();
    Scalar condition = rule.definition().condition();
    if (condition != null && hasFailed(condition, failures)) {
      return;
    }
    if (outcomes.isEmpty()) {
      declined = true;
      return;
    }
    matched = true;
    List<OutputDefinition> outputs = rule.definition().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (!hasFailed(outputs.get(i).text(), failures)) {
        expanded.set(i);
      }
    }
  }

  private boolean hasFailed(Scalar part, List<Outcome.Failed> failures) {
    return failures.stream().anyMatch(failure -> rule.isWithin(failure.location(), part));
  }

  Coverage.OfRule coverage() {
    List<Branch> branches = new ArrayList<>();
    Scalar condition = rule.definition().condition();
    if (condition != null) {
      branches.add(new Branch("`when` was never true", rule.locationOf(condition), matched));
      branches.add(new Branch("`when` was never false", rule.locationOf(condition), declined));
    }
    List<OutputDefinition> outputs = rule.definition().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      Scalar text = outputs.get(i).text();
      String gap = "the output '" + text + "' never gave a target";
      branches.add(new Branch(gap, rule.locationOf(text), expanded.get(i)));
    }
    return new Coverage.OfRule(TestedRule.nameOf(rule.ref()), rule.location(), matched, branches);
  }
}
