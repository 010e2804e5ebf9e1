// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.MappingControl;
import java.util.Set;

/** Whether coordinators have taken revisions up. Immutable and safe for any thread. */
public sealed interface Confirmation {

  /**
   * All that map events have the revisions in force.
   *
   * @param coordinators their names
   */
  record InForce(Set<String> coordinators) implements Confirmation {
    public InForce {
      coordinators = Set.copyOf(coordinators);
    }
  }

  /**
   * One does not take a revision up; what ran before runs on there.
   *
   * @param coordinator its name
   * @param message why, for people
   */
  record Refused(String coordinator, String ruleSet, long revision, String message)
      implements Confirmation {}

  /**
   * Not all have said so in time; they may still do.
   *
   * @param missing the names of those that have not
   */
  record Unconfirmed(Set<String> missing) implements Confirmation {
    public Unconfirmed {
      missing = Set.copyOf(missing);
    }
  }

  /** No coordinator runs: the first to start will read the revisions before it maps an event. */
  record NobodyRuns() implements Confirmation {}

  /**
   * The mapping is paused, and coordinators report nothing. They read the rules topic in its order,
   * so the revisions are in force before an event is mapped after the pause.
   *
   * @param control who paused it
   */
  record Paused(MappingControl control) implements Confirmation {}
}
