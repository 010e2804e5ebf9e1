// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.rule;

import java.util.Locale;

/** What becomes of the targets of a rule. */
public enum Mode {
  /** Commands are sent. */
  ENFORCE,
  /** The targets are reported and nothing is invalidated. */
  SHADOW,
  /** The rule is checked and never matches. */
  OFF;

  /** The word in rule files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
