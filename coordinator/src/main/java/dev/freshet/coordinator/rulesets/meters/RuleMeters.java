// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets.meters;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.Issue.Severity;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Meters of rule sets. The owner stands on what is there once for each set, so that alerts find
 * whom to tell; meters of single rules go without.
 *
 * <p>{@link #refused} may be called by any thread, {@link #show} by one at a time.
 */
public final class RuleMeters {
  private static final String UNKNOWN = "unknown";

  private final MeterRegistry meters;
  private final MultiGauge revisions;
  private final MultiGauge problems;

  /** A text that cannot be read names no owner; then it is that of the one before. */
  private final Map<String, String> owners = new HashMap<>();

  /** No rules yet. */
  public RuleMeters(MeterRegistry meters) {
    this.meters = meters;
    this.revisions =
        MultiGauge.builder("freshet.rule.revision")
            .description("Revision of each rule set in force")
            .register(meters);
    this.problems =
        MultiGauge.builder("freshet.rule.problems")
            .description("Errors and warnings in the newest revision of each rule set")
            .register(meters);
  }

  /** Counts a revision that was refused. */
  public void refused(String ruleSet) {
    Counter.builder("freshet.rule.refusals")
        .description("Revisions of rule sets that were refused")
        .tag("ruleset", ruleSet)
        .register(meters)
        .increment();
  }

  /**
   * Shows what is in force, and what is wrong with what should be.
   *
   * @param compilation the book in force; files and issues of the newest revisions, be they refused
   *     or not
   */
  public void show(Compilation compilation) {
    revisions.register(
        compilation.book().sources().stream()
            .map(source -> MultiGauge.Row.of(Tags.of("ruleset", source.name()), source.revision()))
            .collect(Collectors.<MultiGauge.Row<?>>toList()),
        true);
    problems.register(problems(compilation), true);
  }

  private List<MultiGauge.Row<?>> problems(Compilation compilation) {
    Set<String> ruleSets = new LinkedHashSet<>(compilation.issues().keySet());
    for (RuleSetFile file : compilation.files()) {
      ruleSets.add(file.name());
      if (!file.owner().isEmpty()) {
        owners.put(file.name(), file.owner());
      }
    }
    owners.keySet().retainAll(ruleSets);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (String ruleSet : ruleSets) {
      rows.addAll(rows(ruleSet, compilation.issues().getOrDefault(ruleSet, List.of())));
    }
    return rows;
  }

  /** Also where there are none: a zero says that somebody looked. */
  private List<MultiGauge.Row<?>> rows(String ruleSet, List<Issue> issues) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Tags tags =
          Tags.of(
              "ruleset",
              ruleSet,
              "owner",
              owners.getOrDefault(ruleSet, UNKNOWN),
              "severity",
              severity.name().toLowerCase(Locale.ROOT));
      rows.add(
          MultiGauge.Row.of(
              tags, issues.stream().filter(issue -> issue.severity() == severity).count()));
    }
    return rows;
  }
}
