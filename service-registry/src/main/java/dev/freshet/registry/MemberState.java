// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.MemberCondition;
import java.time.Duration;

/**
 * The state of a member, as observed.
 *
 * <pre>
 *   registered, or started again
 *       │
 *       ▼
 *    Joining ──runs──► Up ◄──────────► Degraded    a condition does not hold
 *       │               ▲                 ▲
 *       │               └──► Draining ◄───┘        shuts down, or an operator ordered it
 *       │                       │
 *       └── each of these four ─┤
 *             silent │  ▲       └── has left ─────► Gone ──10 min──► forgotten
 *                    ▼  │ heard                      ▲ │
 *                  Suspect ──silent for longer───────┘ └─ heard, unless it has left: as Suspect
 * </pre>
 *
 * <p>What is heard decides into which of the four a member comes that was Suspect or Gone. An
 * incarnation that has left, or was replaced by another, never counts again. Immutable.
 */
public sealed interface MemberState {

  /** It has registered, and has not said yet that it runs. */
  record Joining() implements MemberState {}

  /** It runs, and all its conditions hold. */
  record Up() implements MemberState {}

  /**
   * It runs, but something does not hold.
   *
   * @param condition the first that does not hold
   */
  record Degraded(MemberCondition condition) implements MemberState {}

  /**
   * It is to get no more work.
   *
   * @param reason its own shutdown, or an operator's words
   */
  record Draining(String reason) implements MemberState {}

  /**
   * Nothing was heard of it for a while.
   *
   * @param silence for how long when it became suspect
   */
  record Suspect(Duration silence) implements MemberState {}

  /**
   * It has left, or nothing was heard of it for too long.
   *
   * @param left whether it said goodbye
   * @param silence for how long nothing was heard; zero if it said goodbye
   */
  record Gone(boolean left, Duration silence) implements MemberState {}

  /** Whether it answers: it follows the log, or might. Suspect members are waited for, too. */
  default boolean isLive() {
    return !(this instanceof Gone);
  }

  /** The name of the state, for people: {@code Up}. */
  default String label() {
    return getClass().getSimpleName();
  }
}
