// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.proposal;

import dev.freshet.coordinator.rulesets.Expected;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.Issue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rule sets that somebody wants in force, beside those that are: what the difference is, and what
 * would be wrong with them all together. Immutable and safe for any thread.
 */
public final class Proposal {
  private final List<RuleSource> sets;
  private final Set<String> names;
  private final Map<String, Long> revisions;
  private final Compilation before;
  private final Compilation after;

  private Proposal(
      List<RuleSource> sets, Map<String, Long> revisions, Compilation before, Compilation after) {
    this.sets = List.copyOf(sets);
    this.names = sets.stream().map(RuleSource::name).collect(Collectors.toUnmodifiableSet());
    this.revisions = Map.copyOf(revisions);
    this.before = before;
    this.after = after;
  }

  /**
   * Puts sets over those that are in force.
   *
   * @param current the revisions in force, errors and all
   * @param sets each replaces the set of its name
   * @param types what is known of the events: the sets are held against it, those in force are not
   */
  public static Proposal of(
      List<RuleSetRevision> current, List<RuleSource> sets, EventTypes types) {
    Map<String, RuleSource> running = new LinkedHashMap<>();
    Map<String, Long> revisions = new LinkedHashMap<>();
    for (RuleSetRevision revision : current) {
      running.put(revision.getName(), Revisions.source(revision));
      revisions.put(revision.getName(), revision.getRevision());
    }
    Compilation before = RuleBook.compile(running.values());
    sets.forEach(set -> running.put(set.name(), set));
    return new Proposal(sets, revisions, before, RuleBook.compile(running.values(), types));
  }

  /** The sets that are to be in force. */
  public List<RuleSource> sets() {
    return sets;
  }

  /** The revisions that were current when this was made. */
  public Map<String, Expected> expected() {
    return names.stream()
        .collect(
            Collectors.toMap(
                name -> name, name -> Expected.revision(revisions.getOrDefault(name, 0L))));
  }

  /** What is wrong with the sets, beside all others that run. */
  public CheckReport check(CheckSettings settings) {
    CheckReport all = RuleCheck.check(after, settings);
    Set<String> files = sets.stream().map(RuleSource::file).collect(Collectors.toSet());
    List<Issue> issues =
        all.issues().stream().filter(issue -> files.contains(issue.location().file())).toList();
    int rules = own(after).stream().mapToInt(file -> file.rules().size()).sum();
    List<CheckReport.Suppressed> suppressed =
        all.suppressed().stream()
            .filter(one -> files.contains(one.issue().location().file()))
            .toList();
    return new CheckReport(sets.stream().map(RuleSource::file).toList(), rules, issues, suppressed);
  }

  /** The sets as they are in force, as far as they are there; what could be read of them. */
  List<RuleSetFile> filesBefore() {
    return own(before);
  }

  /** The sets as they are to be, what could be read of them. */
  List<RuleSetFile> filesAfter() {
    return own(after);
  }

  /** What would be different. */
  public RuleDiff diff() {
    return new Sides(before, after, names).diff();
  }

  /** Whether any text would be different, be it in its form alone. */
  public boolean changesText() {
    Map<String, String> running =
        before.files().stream()
            .collect(Collectors.toMap(RuleSetFile::name, file -> file.source().text()));
    return sets.stream().anyMatch(set -> !set.text().equals(running.get(set.name())));
  }

  private List<RuleSetFile> own(Compilation compilation) {
    return compilation.files().stream().filter(file -> names.contains(file.name())).toList();
  }

  /** All rules in force. */
  public RuleBook bookBefore() {
    return before.book();
  }

  /** All rules as they would be in force. */
  public RuleBook bookAfter() {
    return after.book();
  }
}
