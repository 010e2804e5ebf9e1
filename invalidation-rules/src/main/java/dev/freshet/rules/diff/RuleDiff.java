// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.diff.Difference.Kind;
import dev.freshet.rules.diff.Difference.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What two revisions of rule files mean differently: which sets, regions, rules and jobs came, went
 * or changed, and what they say now. Where text stands, how it is laid out, the order of
 * declarations and defaults that are written out make no difference. Immutable and safe for any
 * thread.
 *
 * @param differences by kind, then by name
 */
public record RuleDiff(List<Difference> differences) {

  public RuleDiff {
    differences = List.copyOf(differences);
  }

  /**
   * Compares what could be read of the files; of two declarations of one name the first counts.
   * Files with errors compare by the rest of them.
   */
  public static RuleDiff between(List<RuleSetFile> before, List<RuleSetFile> after) {
    List<Difference> found = new ArrayList<>();
    Map<Name, Facts> then = facts(before);
    Map<Name, Facts> now = facts(after);
    Map<Name, Facts> all = new TreeMap<>(then);
    all.putAll(now);
    for (Name name : all.keySet()) {
      Facts old = then.get(name);
      Facts current = now.get(name);
      if (old == null || current == null) {
        Sort sort = old == null ? Sort.ADDED : Sort.REMOVED;
        found.add(new Difference(sort, name.kind(), name.text(), List.of(), List.of()));
      } else {
        List<FieldChange> changes = old.changesTo(current);
        if (!changes.isEmpty()) {
          List<String> notes = name.kind() == Kind.REGION ? RegionFacts.notes(changes) : List.of();
          found.add(new Difference(Sort.CHANGED, name.kind(), name.text(), changes, notes));
        }
      }
    }
    return new RuleDiff(found);
  }

  private record Name(Kind kind, String text) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : text.compareTo(other.text);
    }
  }

  private static Map<Name, Facts> facts(List<RuleSetFile> files) {
    Map<Name, Facts> facts = new TreeMap<>();
    for (RuleSetFile file : files) {
      facts.putIfAbsent(new Name(Kind.SET, file.name()), Declared.set(file));
      file.regions()
          .forEach(
              region ->
                  facts.putIfAbsent(new Name(Kind.REGION, region.name()), RegionFacts.of(region)));
      file.rules()
          .forEach(
              rule ->
                  facts.putIfAbsent(
                      new Name(Kind.RULE, file.name() + "/" + rule.id()), Declared.rule(rule)));
      file.jobs()
          .forEach(
              job ->
                  facts.putIfAbsent(
                      new Name(Kind.JOB, file.name() + "/" + job.id()), JobFacts.of(job)));
    }
    return facts;
  }

  /** Whether both mean the same. */
  public boolean isEmpty() {
    return differences.isEmpty();
  }

  /**
   * A line for each declaration that came or went and for each change, and a last one that sums.
   */
  public String toText() {
    return DiffText.of(this);
  }

  /** {@code {"differences": [...], "added": n, "removed": n, "changed": n}}, in one line. */
  public String toJson() {
    return DiffJson.of(this);
  }

  /** How many declarations are of a sort. */
  public long count(Sort sort) {
    return differences.stream().filter(difference -> difference.sort() == sort).count();
  }
}
