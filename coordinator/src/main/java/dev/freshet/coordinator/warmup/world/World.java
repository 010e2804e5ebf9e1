// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a planner does not decide, at one moment. Immutable.
 *
 * @param jobs the jobs in force
 * @param members who lives, and can load what
 * @param ready the services that have topics for their tasks
 */
public record World(Jobs jobs, Members members, Set<String> ready) {

  /** Most keys a second that the source of a region may be asked for, over all runs. */
  public OptionalDouble limit(String region) {
    return Members.least(jobs.limit(region), members.limit(region));
  }
}
