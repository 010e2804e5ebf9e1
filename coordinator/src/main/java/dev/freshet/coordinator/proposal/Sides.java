// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.proposal;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.diff.RuleDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All rules as they are, and as they would be. Immutable and safe for any thread.
 *
 * @param before compiled without errors
 * @param after compiled without errors
 * @param compared the rule sets that are compared: those of the others do not change
 */
public record Sides(Compilation before, Compilation after, Set<String> compared) {

  public Sides {
    compared = Set.copyOf(compared);
  }

  /**
   * Two whole collections: a set that is missing in the second one is removed.
   *
   * @throws dev.freshet.rules.source.InvalidRuleFileException if one of them has errors
   */
  public static Sides whole(Collection<RuleSource> before, Collection<RuleSource> after) {
    List<RuleSource> all = new ArrayList<>(before);
    all.addAll(after);
    return of(before, after, names(all));
  }

  /**
   * Some sets put over those that are there: the others stay, and are compiled together with them.
   *
   * @throws dev.freshet.rules.source.InvalidRuleFileException if the sets do not stand together
   */
  public static Sides over(Collection<RuleSource> before, Collection<RuleSource> changed) {
    Set<String> names = names(changed);
    List<RuleSource> after = new ArrayList<>(changed);
    before.stream().filter(source -> !names.contains(source.name())).forEach(after::add);
    return of(before, after, names);
  }

  private static Sides of(
      Collection<RuleSource> before, Collection<RuleSource> after, Set<String> compared) {
    return new Sides(compiled(before), compiled(after), compared);
  }

  private static Compilation compiled(Collection<RuleSource> sources) {
    Compilation compilation = RuleBook.compile(sources);
    RuleBook unused = compilation.orThrow();
    return compilation;
  }

  private static Set<String> names(Collection<RuleSource> sources) {
    return sources.stream().map(RuleSource::name).collect(Collectors.toSet());
  }

  /** What the compared sets mean differently. */
  public RuleDiff diff() {
    return RuleDiff.between(files(before), files(after));
  }

  private List<RuleSetFile> files(Compilation side) {
    return side.files().stream().filter(file -> compared.contains(file.name())).toList();
  }
}
