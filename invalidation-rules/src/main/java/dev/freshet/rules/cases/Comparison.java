// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.values.Target;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.cases.Difference.Missing;
import dev.freshet.rules.cases.Difference.Origin;
import dev.freshet.rules.cases.Difference.Part;
import dev.freshet.rules.cases.Difference.Unexpected;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what rules say about the events of a test with what the test expects. Pure. */
final class Comparison {
  private final TestCase test;
  private final TestedRules rules;
  private final List<Outcome> outcomes;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(TestCase test, TestedRules rules, List<Outcome> outcomes) {
    this.test = test;
    this.rules = rules;
    this.outcomes = outcomes;
  }

  static List<Difference> compare(TestCase test, TestedRules rules, List<MatchResult> results) {
    List<Outcome> outcomes =
        results.stream()
            .flatMap(result -> result.outcomes().stream())
            .filter(outcome -> test.isAbout(outcome.rule()))
            .toList();
    Comparison comparison = new Comparison(test, rules, outcomes);
    comparison.targets(Part.INVALIDATES, Mode.ENFORCE);
    comparison.targets(Part.SHADOW, Mode.SHADOW);
    comparison.failures();
    return comparison.differences;
  }

  private void targets(Part part, Mode mode) {
    Map<Target, Location> expected = test.expected(mode);
    if (expected == null) {
      return;
    }
    Map<Target, Set<Origin>> found = found(mode);
    expected.forEach(
        (target, location) -> {
          if (!found.containsKey(target)) {
            differences.add(new Missing(part, TargetForm.write(target), location));
          }
        });
    found.forEach(
        (target, origins) -> {
          if (!expected.containsKey(target)) {
            unexpected(part, TargetForm.write(target), origins);
          }
        });
  }

  private Map<Target, Set<Origin>> found(Mode mode) {
    Map<Target, Set<Origin>> found = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Outcome.RuleRef rule = outcome.rule();
      if (outcome instanceof Outcome.Invalidates invalidates && rule.mode() == mode) {
        for (Target target : invalidates.targets()) {
          found
              .computeIfAbsent(target, unused -> new LinkedHashSet<>())
              .add(new Origin(TestedRule.nameOf(rule), rules.locationOf(rule)));
        }
      }
    }
    return found;
  }

  private void failures() {
    Map<String, Set<Origin>> found = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed) {
        found
            .computeIfAbsent(failed.reason(), unused -> new LinkedHashSet<>())
            .add(new Origin(TestedRule.nameOf(failed.rule()), failed.location()));
      }
    }
    test.fails()
        .forEach(
            (part, location) -> {
              if (found.keySet().stream().noneMatch(reason -> reason.contains(part))) {
                differences.add(new Missing(Part.FAILS, YamlText.scalar(part), location));
              }
            });
    found.forEach(
        (reason, origins) -> {
          if (test.fails().keySet().stream().noneMatch(reason::contains)) {
            unexpected(Part.FAILS, YamlText.scalar(reason), origins);
          }
        });
  }

  private void unexpected(Part part, String text, Set<Origin> origins) {
    differences.add(new Unexpected(part, text, List.copyOf(origins)));
  }
}
