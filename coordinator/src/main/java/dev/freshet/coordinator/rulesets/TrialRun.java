// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles all rule sets as they would be, before anything is stored. Pure. */
final class TrialRun {
  private TrialRun() {}

  /**
   * Checks new texts together with what is current. What is wrong already and not touched now stays
   * out of it: it must not block all others.
   *
   * @param touched the names of the sets that change; those without a text are removed
   * @throws InvalidRuleFileException if a set has an error that it had not, or is touched
   */
  static void check(
      Collection<RuleSetRevision> current, List<RuleSource> texts, Collection<String> touched) {
    Map<String, RuleSource> union = new LinkedHashMap<>();
    for (RuleSetRevision revision : current) {
      union.put(revision.getName(), RuleKeys.source(revision));
    }
    Set<String> harmless = withErrors(RuleBook.compile(union.values()));
    harmless.removeAll(touched);
    union.keySet().removeAll(touched.stream().filter(name -> isRemoved(name, texts)).toList());
    Set<String> names = new HashSet<>();
    List<RuleSource> twice = texts.stream().filter(text -> !names.add(text.name())).toList();
    texts.forEach(text -> union.put(text.name(), text));
    List<RuleSource> all = new ArrayList<>(union.values());
    // Two sources of one name are an error that the compiler explains.
    all.addAll(twice);
    List<Issue> issues =
        RuleBook.compile(all).issues().entrySet().stream()
            .filter(entry -> !harmless.contains(entry.getKey()))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    if (issues.stream().anyMatch(Issue::isError)) {
      throw new InvalidRuleFileException(issues);
    }
  }

  private static boolean isRemoved(String name, List<RuleSource> texts) {
    return texts.stream().noneMatch(text -> text.name().equals(name));
  }

  private static Set<String> withErrors(Compilation compilation) {
    return compilation.issues().entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(Issue::isError))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
