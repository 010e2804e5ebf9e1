// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.Outcome;
import dev.freshet.rules.cases.Coverage.Branch;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.target.OnMissing;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Counts what tests cover of one rule. Belongs to one thread. */
final class RuleMeter {
  private final TestedRule rule;
  private final BitSet expanded = new BitSet();
  private final BitSet widened = new BitSet();
  private boolean matched;
  private boolean declined;

  RuleMeter(TestedRule rule) {
    this.rule = rule;
  }

  /** Takes what the rule says about an event of its type: nothing if its condition is false. */
  void count(List<Outcome> outcomes) {
    List<Location> failed = failed(outcomes);
    Scalar condition = rule.definition().condition();
    if (condition != null && isAny(failed, condition)) {
      return;
    }
    if (outcomes.isEmpty()) {
      declined = true;
      return;
    }
    matched = true;
    List<Location> wide = widened(outcomes);
    List<OutputDefinition> outputs = rule.definition().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      Scalar output = outputs.get(i).text();
      if (isAny(wide, output)) {
        widened.set(i);
      } else if (!isAny(failed, output)) {
        expanded.set(i);
      }
    }
  }

  private static List<Location> failed(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).location())
        .toList();
  }

  private static List<Location> widened(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(Outcome.Invalidates.class::isInstance)
        .flatMap(outcome -> ((Outcome.Invalidates) outcome).widened().stream())
        .map(Outcome.Widened::location)
        .toList();
  }

  private boolean isAny(List<Location> places, Scalar part) {
    return places.stream().anyMatch(place -> rule.isWithin(place, part));
  }

  Coverage.OfRule coverage() {
    List<Branch> branches = new ArrayList<>();
    boolean isWidening = rule.definition().onMissing() == OnMissing.WIDEN;
    Scalar condition = rule.definition().condition();
    if (condition != null) {
      branches.add(new Branch("`when` was never true", rule.locationOf(condition), matched));
      branches.add(new Branch("`when` was never false", rule.locationOf(condition), declined));
    }
    List<OutputDefinition> outputs = rule.definition().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      Scalar text = outputs.get(i).text();
      String output = "the output '" + text + "' ";
      Location place = rule.locationOf(text);
      branches.add(new Branch(output + "never gave a target", place, expanded.get(i)));
      if (isWidening && text.text().indexOf('{') >= 0) {
        branches.add(new Branch(output + "was never widened", place, widened.get(i)));
      }
    }
    return new Coverage.OfRule(TestedRule.nameOf(rule.ref()), rule.location(), matched, branches);
  }
}
