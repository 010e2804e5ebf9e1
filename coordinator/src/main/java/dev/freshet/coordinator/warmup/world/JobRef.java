// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import dev.freshet.rules.job.JobDefinition;

/**
 * Which job it is. Immutable.
 *
 * @param ruleSet the set that declares it
 * @param job its id in the set
 */
public record JobRef(String ruleSet, String job) {
  public static JobRef of(JobDefinition definition) {
    return new JobRef(definition.ruleSet(), definition.id().text());
  }

  /** Another job of the same set. */
  public JobRef sibling(String id) {
    return new JobRef(ruleSet, id);
  }

  /** {@code set/job}. */
  @Override
  public String toString() {
    return ruleSet + "/" + job;
  }
}
