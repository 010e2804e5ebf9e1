// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import org.apache.avro.specific.SpecificRecord;

/** What the observer has to say after something came in. Immutable. */
public sealed interface RegistryChange {

  /** The registry says something else of a member than before. */
  record Written(MemberId id, RegistryEntry entry) implements RegistryChange {}

  /**
   * A member is forgotten, and so is the order to drain it.
   *
   * @param id which; or whom an order was about that nobody ever heard of
   * @param isRegistered whether its registration still stands, as it has not said goodbye
   * @param isOrdered whether an order to drain it still stands
   */
  record Forgotten(MemberId id, boolean isRegistered, boolean isOrdered)
      implements RegistryChange {}

  /**
   * Something happened that consumers may want to hear of.
   *
   * @param subject whom or what it is about
   * @param details one of the kinds of details that a cache-state event has
   */
  record Reported(String subject, SpecificRecord details) implements RegistryChange {}

  /** The observer trusts itself again, or no longer. */
  record Observed(ObserverStatus status) implements RegistryChange {}

  /**
   * Something that came in was not taken, or is strange.
   *
   * @param id whom it is about
   * @param message what is wrong, for people
   */
  record Rejected(MemberId id, Reason reason, String message) implements RegistryChange {}

  /** Why something was rejected. */
  enum Reason {
    /** Nobody of that name has registered. */
    UNKNOWN_MEMBER("unknown-member"),
    /** A heartbeat of a start that has not registered. */
    UNKNOWN_INCARNATION("unknown-incarnation"),
    /** From a start of the member that was followed by another. */
    REPLACED_INCARNATION("replaced-incarnation"),
    /** From a start of the member that has said goodbye. */
    ALREADY_LEFT("already-left"),
    /** A heartbeat behind one that came before it. */
    SEQUENCE_BACK("sequence-back"),
    /** Taken, but its clock is wrong; said once for each time that it changes. */
    CLOCK_OFF("clock-off"),
    /** Taken, but with another lease; said once for each registration that differs. */
    LEASE_OUT_OF_BOUNDS("lease-out-of-bounds");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** Stable, for metrics and logs. */
    public String code() {
      return code;
    }
  }
}
