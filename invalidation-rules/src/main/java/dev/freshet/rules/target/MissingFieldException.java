// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.rules.source.Location;

/**
 * A hole that an event cannot fill: the field is not there, or its value cannot stand in a key.
 * Without a stack trace: events cause it.
 */
public final class MissingFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Location location;
  private final boolean absent;

  private MissingFieldException(Location location, String message, boolean absent) {
    super(message, null, false, false);
    this.location = location;
    this.absent = absent;
  }

  /** The event has no value, or null. */
  static MissingFieldException absent(Location location, String message) {
    return new MissingFieldException(location, message, true);
  }

  /** The event has a value that cannot stand there. */
  static MissingFieldException unfit(Location location, String message) {
    return new MissingFieldException(location, message, false);
  }

  /** Whether there is no value at all; otherwise there is one that cannot stand in a key. */
  public boolean isAbsent() {
    return absent;
  }

  /** Where the hole stands in the rule file. */
  public Location location() {
    return location;
  }

  /** What is missing. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
