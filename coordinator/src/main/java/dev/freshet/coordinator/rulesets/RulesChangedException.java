// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

/**
 * The rules are not what somebody took them to be who wanted to change them. Nothing was stored;
 * the message says what is there instead, and by whom.
 */
public final class RulesChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RulesChangedException(String message) {
    super(message);
  }
}
