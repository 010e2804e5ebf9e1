// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import java.util.List;
import java.util.Optional;

/**
 * The revisions of a rule set that are kept. Immutable and safe for any thread, provided that
 * nobody changes the records.
 *
 * @param ruleSet its name
 * @param current the number of the current revision, 0 if the set is not there
 * @param revisions the newest first, removals among them; empty for a set that never was
 */
public record RuleSetHistory(String ruleSet, long current, List<RuleSetRevision> revisions) {

  public RuleSetHistory {
    revisions = List.copyOf(revisions);
  }

  /** A revision by its number. */
  public Optional<RuleSetRevision> get(long number) {
    return revisions.stream().filter(revision -> revision.getRevision() == number).findFirst();
  }
}
