// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the jobs of one set against all that is declared: regions, rules, each other. Belongs to
 * one thread.
 */
public final class JobCheck {
  private final Map<String, RegionDefinition> regions;
  private final Map<String, List<Target>> rules;
  private final IssueLog issues;

  /**
   * Checks against what all sets declare.
   *
   * @param regions by their names
   * @param rules by {@code set/id}, the form of each of their targets; none where nobody can tell
   * @param issues where problems go
   */
  public JobCheck(
      Map<String, RegionDefinition> regions, Map<String, List<Target>> rules, IssueLog issues) {
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
    RegionDefinition region = regions.get(job.region().text());
    if (region == null) {
      unknownRegion(job.region());
    } else {
      checkSource(job, region);
    }
  }

  private void checkSource(JobDefinition job, RegionDefinition region) {
    if (job.keys() instanceof KeySource.Listed listed) {
      checkKeys(listed.keys(), region.name(), region.key());
    } else if (job.keys() instanceof KeySource.Jdbc jdbc) {
      checkColumns(jdbc.query(), region.name(), region.key());
    } else if (job.keys() instanceof KeySource.Invalidated
        && job.trigger() instanceof Trigger.After after) {
      checkInvalidated(after, region);
    }
  }

  /** A rule of which no target names a key leaves the job nothing to do, whatever the event. */
  private void checkInvalidated(Trigger.After after, RegionDefinition region) {
    String ref = after.ruleSet() + "/" + after.ruleId();
    List<Target> targets = rules.getOrDefault(ref, List.of());
    InvalidatedKeys keys = new InvalidatedKeys(region, regions.values());
    if (!targets.isEmpty()
        && targets.stream()
            .map(keys::of)
            .allMatch(InvalidatedKeys.Found.Nothing.class::isInstance)) {
      issues.warning(
          IssueCode.NOTHING_TO_WARM,
          after.text().span(),
          "rule '"
              + ref
              + "' names no keys of region "
              + region.name()
              + ", key '"
              + region.key()
              + "'",
          () ->
              "`invalidated` needs a target of the region, or one of another region with the same"
                  + " hole; `hottest` needs none");
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
    if (!rules.containsKey(ref)) {
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
        rules.keySet().stream()
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
