// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

/** A condition that could not decide on an event. Without a stack trace: events cause it. */
public final class ConditionFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int index;

  ConditionFailedException(int index, String message) {
    super(message, null, false, false);
    this.index = index;
  }

  /** Where in the condition's text, in UTF-16 units from 0. */
  public int index() {
    return index;
  }

  /** What went wrong. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
