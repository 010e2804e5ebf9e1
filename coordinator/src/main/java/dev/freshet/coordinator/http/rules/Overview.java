// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.Findings;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.Issue;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule sets there are: what each declares, what is wrong with it, and which revision of it is
 * in force here. Immutable.
 */
final class Overview {
  private final Compilation compilation;
  private final Map<String, RuleSetFile> files = new HashMap<>();
  private final Map<String, Long> inForce = new HashMap<>();

  /**
   * An overview.
   *
   * @param current the current revisions
   * @param book the rules by which this coordinator maps
   */
  Overview(Collection<RuleSetRevision> current, RuleBook book) {
    compilation = RuleBook.compile(current.stream().map(Revisions::source).toList());
    compilation.files().forEach(file -> files.put(file.name(), file));
    for (RuleSource source : book.sources()) {
      inForce.put(source.name(), source.revision());
    }
  }

  /** The schema {@code RuleSet} of the API document. */
  JsonObject form(RuleSetRevision revision) {
    String name = revision.getName();
    JsonObject json = RuleSetForm.line(revision, true);
    RuleSetFile file = files.get(name);
    if (file != null) {
      RuleSetForm.declared(json, file);
    }
    Long running = inForce.get(name);
    if (running != null) {
      json.put("inForce", running);
    }
    List<Issue> issues = compilation.issues().getOrDefault(name, List.of());
    return json.put("problems", Findings.toJson(issues.stream().map(Overview::finding).toList()));
  }

  private static Finding finding(Issue issue) {
    return new Finding(
        issue.code().code(),
        null,
        issue.location().line(),
        issue.location().column(),
        issue.message(),
        issue.help());
  }
}
