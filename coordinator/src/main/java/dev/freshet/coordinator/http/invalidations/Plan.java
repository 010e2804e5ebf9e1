// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Findings;
import dev.freshet.events.values.Target;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.byhand.TargetResolver;
import dev.freshet.rules.byhand.TargetResolver.Resolved;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.target.RegionShape;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be invalidated, with no target twice, and what was noticed about it. Immutable.
 *
 * @param warnings what is allowed, and may be a mistake all the same
 */
record Plan(List<Step> steps, List<Finding> warnings) {

  /** One command, and how much it can concern. */
  record Step(Target target, Extent extent) {}

  Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /**
   * Finds the targets of names.
   *
   * @throws ProblemException if a name stands for none; names all that do
   */
  static Plan of(List<Order.Named> names, RuleBook book, RegistrySnapshot members) {
    List<RegionShape> regions = RegionsInForce.of(book, members);
    TargetResolver resolver = new TargetResolver(regions);
    Map<Target, Step> steps = new LinkedHashMap<>();
    List<Finding> errors = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    for (Order.Named name : names) {
      Resolved found = resolver.resolve(name.kind(), name.text(), name.place());
      found
          .issues()
          .forEach(issue -> (issue.isError() ? errors : warnings).add(finding(name, issue)));
      for (Target target : found.targets()) {
        steps.computeIfAbsent(
            target, each -> new Step(each, Extent.of(each, found.covering(), regions, members)));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.of(
          ApiCode.UNFIT_TARGET,
          "targets: found " + errors.size() + " that cannot be resolved, expected none",
          errors);
    }
    return new Plan(List.copyOf(steps.values()), warnings);
  }

  /** The column is within the text and not within the body, so the message says it. */
  private static Finding finding(Order.Named name, Issue issue) {
    String column =
        issue.location().column() > 1 ? " at character " + issue.location().column() : "";
    return new Finding(
        issue.code().code(), name.place(), 0, 0, issue.message() + column, issue.help());
  }

  /**
   * The schema {@code InvalidationResult} of the API document.
   *
   * @param stored where the command of each step stands; empty if none was written
   */
  JsonObject toJson(boolean dryRun, List<Stored> stored) {
    JsonArray targets = new JsonArray();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      JsonObject json = new JsonObject().put("target", step.target().text());
      if (!stored.isEmpty()) {
        json.put("partition", stored.get(i).receipt().partition())
            .put("offset", stored.get(i).receipt().offset());
      }
      targets.add(
          json.put("regions", new JsonArray(step.extent().regions()))
              .put("nodes", step.extent().nodes())
              .put("entriesAtMost", step.extent().entriesAtMost()));
    }
    JsonObject json = new JsonObject().put("dryRun", dryRun).put("targets", targets);
    if (!warnings.isEmpty()) {
      json.put("warnings", Findings.toJson(warnings));
    }
    return json;
  }
}
