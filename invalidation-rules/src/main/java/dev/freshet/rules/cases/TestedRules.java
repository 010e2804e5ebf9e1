// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The rules that a test file is about: compiled, and with their places. Immutable. */
final class TestedRules {
  private final RuleBook book;
  private final Map<Outcome.RuleRef, TestedRule> rules = new LinkedHashMap<>();

  TestedRules(Compilation compilation) {
    this.book = compilation.book();
    compilation.files().forEach(this::add);
  }

  private void add(RuleSetFile file) {
    for (RuleDefinition rule : file.rules()) {
      var ref =
          new Outcome.RuleRef(file.name(), rule.id().text(), file.source().revision(), rule.mode());
      rules.put(ref, new TestedRule(ref, rule, file.text()));
    }
  }

  RuleBook book() {
    return book;
  }

  /** All rules, also those that are off, in the order of their files. */
  List<TestedRule> all() {
    return List.copyOf(rules.values());
  }

  /** Where a rule stands. */
  Location locationOf(Outcome.RuleRef ref) {
    return Objects.requireNonNull(rules.get(ref), ref::toString).location();
  }

  /** Reports a name that no rule has, or several have. */
  void checkName(Scalar name, IssueLog issues) {
    List<Outcome.RuleRef> named =
        rules.keySet().stream().filter(ref -> TestCase.names(name.text(), ref)).toList();
    if (named.isEmpty()) {
      issues.error(
          IssueCode.UNKNOWN_RULE,
          name.span(),
          "no rule under test is named '" + name + "'",
          () -> NearestName.help(name.text(), names()));
    } else if (named.size() > 1) {
      String several = named.stream().map(TestedRule::nameOf).collect(Collectors.joining(", "));
      issues.error(
          IssueCode.UNKNOWN_RULE, name.span(), "found '" + name + "', expected one of " + several);
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Outcome.RuleRef ref : rules.keySet()) {
      names.add(ref.id());
      names.add(TestedRule.nameOf(ref));
    }
    return names;
  }
}
