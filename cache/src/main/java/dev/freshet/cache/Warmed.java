// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What came of warming. Immutable.
 *
 * @param outcomes what came of each key that was given
 * @param unstored those that L2 should have and does not, as far as this node knows: it failed, did
 *     not answer in time, or does not take the value. Empty where the region has no L2.
 * @param untaken those of the unstored ones that L2 never takes: too large, or without a form in
 *     bytes
 */
public record Warmed(
    Map<EntryKey, Outcome> outcomes, Set<EntryKey> unstored, Set<EntryKey> untaken) {

  /** What came of a key. */
  public enum Outcome {
    /**
     * L2 had a fresh value, or L1 where L2 does not say; or a write of this node that the source
     * does not have yet.
     */
    PRESENT,
    /** The source was read, by this call or by one that it joined, and the value is cached. */
    LOADED,
    /** The source has no value. Whether that is remembered, the region's settings say. */
    ABSENT,
    /** An invalidation overtook the load, so that its value is not cached: the next read loads. */
    REFUSED
  }

  public Warmed {
    // Of thousands Map.copyOf is slow where texts are alike: it looks for a free place one by one.
    outcomes = Collections.unmodifiableMap(new HashMap<>(outcomes));
    unstored = Set.copyOf(unstored);
    untaken = Set.copyOf(untaken);
  }

  /** The keys of which this came. */
  public Set<EntryKey> keys(Outcome outcome) {
    Set<EntryKey> keys = new LinkedHashSet<>();
    outcomes.forEach(
        (key, found) -> {
          if (found == outcome) {
            keys.add(key);
          }
        });
    return keys;
  }

  /** How many keys this came of. */
  public int count(Outcome outcome) {
    return Collections.frequency(outcomes.values(), outcome);
  }
}
