// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.rules.RuleSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator keeps of the history of rule sets: the newest few revisions of each, to fall
 * back to. Not safe for use by several threads.
 */
final class RevisionLog {
  /** More would cost memory and compile time, and hardly ever help. */
  static final int KEPT = 10;

  private final Map<String, TreeMap<Long, RuleSource>> revisions = new HashMap<>();

  void add(RuleSource source) {
    TreeMap<Long, RuleSource> own =
        revisions.computeIfAbsent(source.name(), name -> new TreeMap<>());
    own.put(source.revision(), source);
    if (own.size() > KEPT) {
      own.pollFirstEntry();
    }
  }

  void remove(String ruleSet, long revision) {
    TreeMap<Long, RuleSource> own = revisions.get(ruleSet);
    if (own != null) {
      own.remove(revision);
    }
  }

  /** A set that was removed does not come back by itself. */
  void removeAll(String ruleSet) {
    revisions.remove(ruleSet);
  }

  @Nullable RuleSource newest(String ruleSet) {
    TreeMap<Long, RuleSource> own = revisions.get(ruleSet);
    return own == null || own.isEmpty() ? null : own.lastEntry().getValue();
  }

  /** By set, the newest first. */
  Map<String, Collection<RuleSource>> newestFirst() {
    Map<String, Collection<RuleSource>> all = new LinkedHashMap<>();
    revisions.forEach((name, own) -> all.put(name, List.copyOf(own.descendingMap().values())));
    return all;
  }
}
