// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.source.Issue;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks. Stateless and safe for any thread. */
public final class RuleCheck {
  private RuleCheck() {}

  /**
   * Everything that is wrong with some files: what compiling found, what the checks find, and what
   * is wrong with disable comments; what these disable stands apart.
   */
  public static CheckReport check(Compilation compilation, CheckSettings settings) {
    RuleSets sets = RuleSets.of(compilation);
    Findings findings = new Findings();
    checks(settings).forEach(check -> check.run(sets, findings));
    List<Issue> issues = new ArrayList<>();
    List<CheckReport.Suppressed> suppressed = new ArrayList<>();
    for (RuleSetFile file : sets.files()) {
      Disables.Applied applied =
          Disables.read(file, settings.today()).apply(sets.compilerIssues(file), findings.in(file));
      issues.addAll(applied.issues());
      suppressed.addAll(applied.suppressed());
    }
    List<String> files = sets.files().stream().map(file -> file.source().file()).toList();
    return new CheckReport(files, sets.rules().size(), issues, suppressed);
  }

  private static List<Check> checks(CheckSettings settings) {
    return List.of(
        new Owners(settings.owners()),
        new KeyCollisions(),
        new CommandRetention(settings.retention()),
        new Loops(),
        new ConstantConditions(),
        new EqualRules(),
        new RedundantRules(),
        new WholeRegions(),
        new Bursts(),
        new Loaders(settings.loaded()),
        new Expiry(settings.today()));
  }
}
