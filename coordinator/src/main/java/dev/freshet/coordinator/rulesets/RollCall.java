// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRefused;
import dev.freshet.events.avro.RuleSetRevision;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has taken some revisions up, from what coordinators report. Does no I/O. Not safe for use by
 * several threads.
 */
final class RollCall {
  private final Map<String, Long> wanted = new HashMap<>();
  private final Map<String, Set<String>> missing = new TreeMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private @Nullable Confirmation verdict;

  /**
   * @param coordinators who has to confirm
   * @param revisions what, each; of several of one set the newest
   */
  RollCall(Set<String> coordinators, Collection<RuleSetRevision> revisions) {
    revisions.forEach(
        revision -> wanted.merge(revision.getName(), revision.getRevision(), Math::max));
    coordinators.forEach(name -> missing.put(name, new HashSet<>(wanted.keySet())));
    decide();
  }

  /** Whether reports about this subject matter at all. */
  boolean concerns(@Nullable String subject) {
    return wanted.containsKey(subject);
  }

  void hear(CacheStateEvent event) {
    Set<String> open = missing.get(event.getOrigin());
    if (open == null) {
      return;
    }
    if (event.getDetails() instanceof RuleSetApplied applied) {
      long revision = wanted.getOrDefault(applied.getRuleSet(), Long.MAX_VALUE);
      if (applied.getRevision() >= revision) {
        open.remove(applied.getRuleSet());
      }
      decide();
    } else if (event.getDetails() instanceof RuleSetRefused refused && concerns(refused)) {
      verdict =
          new Confirmation.Refused(
              event.getOrigin(), refused.getRuleSet(), refused.getRevision(), refused.getMessage());
    }
  }

  /** 0 stands for a record of which not even the number could be read. */
  private boolean concerns(RuleSetRefused refused) {
    long number = refused.getRevision();
    return number == 0 || number == wanted.getOrDefault(refused.getRuleSet(), -1L);
  }

  /** Those who no longer map events need not confirm. */
  void keepOnly(Set<String> present) {
    missing.keySet().retainAll(present);
    decide();
  }

  private void decide() {
    missing.entrySet().removeIf(open -> open.getValue().isEmpty() && confirmed.add(open.getKey()));
    if (verdict == null && missing.isEmpty()) {
      verdict =
          confirmed.isEmpty() ? new Confirmation.NobodyRuns() : new Confirmation.InForce(confirmed);
    }
  }

  /** How it ends, or null as long as somebody has to be waited for. */
  @Nullable Confirmation verdict() {
    return verdict;
  }

  /** How it ends if nobody is waited for any longer. */
  Confirmation close() {
    return verdict == null ? new Confirmation.Unconfirmed(missing.keySet()) : verdict;
  }
}
