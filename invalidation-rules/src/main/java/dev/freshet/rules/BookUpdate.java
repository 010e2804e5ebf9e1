// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.source.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which revisions make up the next book. Pure. */
final class BookUpdate {
  private BookUpdate() {}

  static Compilation update(
      RuleBook current,
      List<RuleSource> latest,
      Map<String, ? extends Collection<RuleSource>> earlier) {
    Map<String, RuleSource> running = byName(current.sources());
    Compilation all = RuleBook.compile(incumbentsFirst(current.sources(), latest));
    Set<String> refused = withErrors(all);
    if (refused.isEmpty()) {
      return all;
    }
    Map<String, RuleSource> kept = byName(latest);
    kept.replaceAll(
        (name, source) -> refused.contains(name) ? running.getOrDefault(name, source) : source);
    Compilation next =
        RuleBook.compile(incumbentsFirst(current.sources(), List.copyOf(kept.values())));
    boolean breaksRunning = withErrors(next).stream().anyMatch(running::containsKey);
    RuleBook book =
        breaksRunning ? current : fallBack(current.sources(), kept, next, earlier).book();
    return new Compilation(book, all.files(), all.issues());
  }

  /** Again and again as long as it helps: the set that one needs may be the next to fall back. */
  private static Compilation fallBack(
      List<RuleSource> running,
      Map<String, RuleSource> kept,
      Compilation next,
      Map<String, ? extends Collection<RuleSource>> earlier) {
    Compilation best = next;
    int bad;
    do {
      bad = withErrors(best).size();
      for (String name : kept.keySet()) {
        Collection<RuleSource> candidates = earlier.get(name);
        if (candidates != null && withErrors(best).contains(name)) {
          best = fallBack(name, candidates, running, kept, best);
        }
      }
    } while (withErrors(best).size() < bad);
    return best;
  }

  /** Leaves the chosen revision in {@code kept}. */
  private static Compilation fallBack(
      String name,
      Collection<RuleSource> candidates,
      List<RuleSource> running,
      Map<String, RuleSource> kept,
      Compilation before) {
    for (RuleSource candidate : candidates) {
      Map<String, RuleSource> tried = new LinkedHashMap<>(kept);
      tried.replace(name, candidate);
      Compilation after = RuleBook.compile(incumbentsFirst(running, List.copyOf(tried.values())));
      Set<String> stillBad = withErrors(after);
      if (!stillBad.contains(name) && withErrors(before).containsAll(stillBad)) {
        kept.replace(name, candidate);
        return after;
      }
    }
    return before;
  }

  /** Where two sets cannot stand together, the one that is already running wins. */
  private static List<RuleSource> incumbentsFirst(
      List<RuleSource> running, List<RuleSource> latest) {
    Set<RuleSource> ordered = new LinkedHashSet<>(running);
    ordered.retainAll(new LinkedHashSet<>(latest));
    ordered.addAll(latest);
    return new ArrayList<>(ordered);
  }

  private static Map<String, RuleSource> byName(List<RuleSource> sources) {
    Map<String, RuleSource> byName = new LinkedHashMap<>();
    sources.forEach(source -> byName.putIfAbsent(source.name(), source));
    return byName;
  }

  private static Set<String> withErrors(Compilation compilation) {
    return compilation.issues().entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(Issue::isError))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
