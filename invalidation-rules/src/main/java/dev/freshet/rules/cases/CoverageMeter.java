// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.Location;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what tests cover. A rule is covered only by tests that check its targets: not by those of
 * another rule, or of the other mode. Belongs to one thread.
 */
final class CoverageMeter {
  /** By the place of the rule: two test files may name one rule file. */
  private final Map<Location, RuleMeter> meters = new LinkedHashMap<>();

  /** The meters of the rules for an event type. */
  private final Map<TestedRules, Map<String, List<TestedRule>>> byType = new HashMap<>();

  void add(TestedRules rules) {
    for (TestedRule rule : rules.all()) {
      if (rule.ref().mode() != Mode.OFF) {
        meters.putIfAbsent(rule.location(), new RuleMeter(rule));
      }
    }
  }

  void count(TestedRules rules, TestCase test, String type, MatchResult result) {
    for (TestedRule rule : rulesFor(rules, type)) {
      RuleMeter meter = meters.get(rule.location());
      if (meter != null && isChecked(rule.ref(), test) && !rule.hasExpired(test.at())) {
        List<Outcome> outcomes =
            result.outcomes().stream()
                .filter(outcome -> outcome.rule().equals(rule.ref()))
                .toList();
        meter.count(outcomes);
      }
    }
  }

  private static boolean isChecked(Outcome.RuleRef rule, TestCase test) {
    return test.isAbout(rule) && test.expected(rule.mode()) != null;
  }

  private List<TestedRule> rulesFor(TestedRules rules, String type) {
    return byType
        .computeIfAbsent(rules, unused -> new HashMap<>())
        .computeIfAbsent(
            type, unused -> rules.all().stream().filter(rule -> rule.fits(type)).toList());
  }

  Coverage coverage() {
    return new Coverage(meters.values().stream().map(RuleMeter::coverage).toList());
  }
}
