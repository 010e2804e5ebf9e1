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

  MissingFieldException(Location location, String message) {
    super(message, null, false, false);
    this.location = location;
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
