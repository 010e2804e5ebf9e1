// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.rule.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rules for an event type without looking at the others: by the whole type, and by each
 * of its prefixes that ends in a dot. Immutable and safe for any thread.
 */
final class RuleIndex {
  private static final String ANY = "*";

  private record Numbered(int number, CompiledRule rule) {}

  private final Map<String, List<Numbered>> byType = new HashMap<>();
  private final Map<String, List<Numbered>> byPrefix = new HashMap<>();

  /** The types that rules name, with the rules of their prefixes merged in. */
  private final Map<String, List<CompiledRule>> known = new HashMap<>();

  RuleIndex(List<CompiledRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      CompiledRule rule = rules.get(i);
      if (rule.ref().mode() != Mode.OFF) {
        boolean prefix = rule.event().endsWith(ANY);
        String key = prefix ? rule.event().substring(0, rule.event().length() - 1) : rule.event();
        (prefix ? byPrefix : byType)
            .computeIfAbsent(key, unused -> new ArrayList<>())
            .add(new Numbered(i, rule));
      }
    }
    byType.keySet().forEach(type -> known.put(type, merge(type)));
  }

  /** The rules for a type, in their order. */
  List<CompiledRule> rulesFor(String type) {
    List<CompiledRule> rules = known.get(type);
    return rules != null ? rules : byPrefix.isEmpty() ? List.of() : merge(type);
  }

  private List<CompiledRule> merge(String type) {
    List<Numbered> found = new ArrayList<>(byType.getOrDefault(type, List.of()));
    for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
      found.addAll(byPrefix.getOrDefault(type.substring(0, dot + 1), List.of()));
    }
    found.sort(Comparator.comparingInt(Numbered::number));
    return found.stream().map(Numbered::rule).toList();
  }
}
