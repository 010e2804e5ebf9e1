// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.ConditionStatus;

/**
 * How one thing that should hold is now. Immutable.
 *
 * @param status whether it holds
 * @param reason why, in one CamelCase word for programs
 * @param message why, for people; may be empty
 */
public record Reading(ConditionStatus status, String reason, String message) {

  /** It holds. */
  public static Reading holds(String reason) {
    return new Reading(ConditionStatus.TRUE, reason, "");
  }

  /** It does not hold. */
  public static Reading fails(String reason, String message) {
    return new Reading(ConditionStatus.FALSE, reason, message);
  }

  /** Nobody can say. */
  public static Reading unknown(String reason, String message) {
    return new Reading(ConditionStatus.UNKNOWN, reason, message);
  }
}
