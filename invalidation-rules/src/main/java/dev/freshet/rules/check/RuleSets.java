// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.target.KeyShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All files as the checks see them: each rule and region with its file. */
final class RuleSets {
  private final List<RuleSetFile> files;
  private final Map<String, List<Issue>> issues;
  private final List<FiledRule> rules;
  private final List<FiledRegion> regions;

  private RuleSets(List<RuleSetFile> files, Map<String, List<Issue>> issues) {
    this.files = files;
    this.issues = issues;
    this.rules =
        files.stream()
            .flatMap(file -> file.rules().stream().map(rule -> new FiledRule(file, rule)))
            .toList();
    this.regions =
        files.stream()
            .flatMap(file -> file.regions().stream().map(region -> FiledRegion.of(file, region)))
            .toList();
  }

  static RuleSets of(Compilation compilation) {
    return new RuleSets(
        compilation.files(),
        compilation.allIssues().stream()
            .collect(Collectors.groupingBy(issue -> issue.location().file())));
  }

  List<RuleSetFile> files() {
    return files;
  }

  /** What compiling found in a file. */
  List<Issue> compilerIssues(RuleSetFile file) {
    return issues.getOrDefault(file.source().file(), List.of());
  }

  List<FiledRule> rules() {
    return rules;
  }

  /**
   * The rules that can match, of files that could be read in full: of others nobody knows all that
   * a rule says, nor therefore what it has in common with another.
   */
  List<FiledRule> soundRules() {
    return rules.stream()
        .filter(rule -> rule.mode() != Mode.OFF)
        .filter(rule -> compilerIssues(rule.file()).stream().noneMatch(Issue::isError))
        .toList();
  }

  List<FiledRegion> regions() {
    return regions;
  }

  /** A rule, and the file in which it stands. */
  record FiledRule(RuleSetFile file, RuleDefinition rule) {
    Mode mode() {
      return rule.mode();
    }

    /** What the rule is called in messages about another: {@code set/id at file:line:column}. */
    String nameAndPlace() {
      Location place = file.text().locate(rule.id().span().start());
      return "`" + file.name() + "/" + rule.id() + "` at " + place;
    }
  }

  /** A region, and the file in which it stands. */
  record FiledRegion(RuleSetFile file, RegionDefinition region, KeyShape shape) {
    static FiledRegion of(RuleSetFile file, RegionDefinition region) {
      return new FiledRegion(file, region, KeyShape.of(region.key()));
    }

    /** Where the region's name stands. */
    Span span() {
      int start = file.text().offsetOf(region.origin().location());
      return new Span(start, start + region.name().length());
    }
  }
}
