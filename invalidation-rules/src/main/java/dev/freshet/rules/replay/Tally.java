// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.events.values.Target;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.rule.Mode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Adds up what one book does. Belongs to one thread. */
final class Tally {
  /** Far more than anybody declares; what is beyond was reported by others already. */
  private static final int MOST_WIDE = 10_000;

  private final TargetCounts targets;
  private final Map<TargetKind, Long> kinds = new EnumMap<>(TargetKind.class);
  private final Set<String> wide = new TreeSet<>();
  private long matched;
  private long commands;
  private long shadowCommands;
  private long failures;

  Tally(int boundOfTargets) {
    this.targets = new TargetCounts(boundOfTargets);
  }

  /** Adds an event's outcomes, and answers the targets of its commands. */
  Set<Target> add(MatchResult result) {
    Set<Target> enforced = result.targets(Mode.ENFORCE);
    for (Target target : enforced) {
      TargetKind kind = TargetKind.of(target);
      kinds.merge(kind, 1L, Long::sum);
      targets.add(target.text());
      if ((kind == TargetKind.REGION || kind == TargetKind.ALL) && wide.size() < MOST_WIDE) {
        wide.add(target.text());
      }
    }
    matched += enforced.isEmpty() ? 0 : 1;
    commands += enforced.size();
    shadowCommands += result.targets(Mode.SHADOW).size();
    failures += result.failures().size();
    return enforced;
  }

  /** The targets of whole regions, and of everything. */
  Set<String> wide() {
    return wide;
  }

  Side side(PerMinute perMinute, int topTargets) {
    return new Side(
        matched,
        commands,
        kinds,
        perMinute,
        targets.distinct(),
        targets.top(topTargets),
        shadowCommands,
        failures);
  }
}
