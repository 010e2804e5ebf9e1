// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import java.time.Duration;

/**
 * What two events must have in common to share a held command. Immutable.
 *
 * @param kind why it is held
 * @param waitMs how long; a command that waits longer would keep an event longer than its rule says
 * @param target in canonical text
 * @param topic of the events: a command holds back one source partition, and a task has one of each
 *     topic
 */
public record Slot(Kind kind, long waitMs, String target, String topic) {

  /** The slot of events of a topic for a target. */
  public static Slot of(Kind kind, Duration wait, String target, String topic) {
    return new Slot(kind, wait.toMillis(), target, topic);
  }
}
