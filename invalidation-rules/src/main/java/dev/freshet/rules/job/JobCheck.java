// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the jobs of one set against all that is declared: regions, rules, each other. Belongs to
 * one thread.
 */
public final class JobCheck {
  private final Map<String, Template> regions;
  private final Set<String> rules;
  private final IssueLog issues;

  /**
   * Checks against what all sets declare.
   *
   * @param regions the key templates, by the names of their regions
   * @param rules as {@code set/id}
   * @param issues where problems go
   */
  public JobCheck(Map<String, Template> regions, Set<String> rules, IssueLog issues) {
    this.regions = regions;
    this.rules = rules;
    this.issues = issues;
  }

  /** Checks all jobs of one set. */
  public void check(List<JobDefinition> jobs) {
    jobs.forEach(this::check);
    JobOrder.check(jobs, issues);
  }

  private void check(JobDefinition job) {
    if (job.trigger() instanceof Trigger.Cron cron) {
      checkCron(cron.text());
    }
    if (job.trigger() instanceof Trigger.After after) {
      checkRule(after, job.ruleSet());
    }
    Template key = regions.get(job.region().text());
    if (key == null) {
      unknownRegion(job.region());
    } else if (job.keys() instanceof KeySource.Listed listed) {
      checkKeys(listed.keys(), job.region().text(), key);
    } else if (job.keys() instanceof KeySource.Jdbc jdbc) {
      checkColumns(jdbc.query(), job.region().text(), key);
    }
  }

  private void checkCron(Scalar text) {
    String expected = CronText.problem(text.text());
    if (expected != null) {
      String message = "cron: found " + text.description() + ", expected " + expected;
      issues.error(IssueCode.CRON, text.span(), message);
    }
  }

  private void checkRule(Trigger.After after, String ruleSet) {
    String ref = after.ruleSet() + "/" + after.ruleId();
    if (!rules.contains(ref)) {
      issues.error(
          IssueCode.UNKNOWN_RULE,
          after.text().span(),
          "no rule is named '" + ref + "'",
          () -> nearestRule(after.text().text(), ruleSet + "/"));
    }
  }

  /** Rules of the own set are offered as they can be written: without its name. */
  private @Nullable String nearestRule(String found, String own) {
    List<String> names =
        rules.stream()
            .map(rule -> rule.startsWith(own) ? rule.substring(own.length()) : rule)
            .toList();
    return NearestName.help(found, names);
  }

  private void unknownRegion(Scalar region) {
    issues.error(
        IssueCode.UNKNOWN_REGION,
        region.span(),
        "no region is named '" + region + "'",
        () -> NearestName.help(region.text(), regions.keySet()));
  }

  private void checkKeys(List<Scalar> keys, String region, Template template) {
    KeyFit fit = new KeyFit(template, Map.of());
    for (Scalar key : keys) {
      if (!fit.fits(key.text())) {
        issues.error(
            IssueCode.UNALIGNED,
            key.span(),
            "the key " + key.description() + " is none of region " + region,
            () -> "its keys are of the form `" + template + "`");
      }
    }
  }

  private void checkColumns(Scalar query, String region, Template key) {
    QueryColumns columns = QueryColumns.of(query.text());
    for (String hole : columns.missing(key.holes())) {
      QueryColumns.Alias alias = columns.misspelled(hole);
      Span span =
          alias == null
              ? query.span()
              : query.spanOf(alias.index(), alias.index() + alias.name().length());
      issues.warning(
          IssueCode.QUERY_COLUMNS,
          span,
          "the query has no column for {" + hole + "} of region " + region + ", key '" + key + "'",
          () -> "name it with `as \"" + hole + "\"`");
    }
  }
}
