// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.Locale;

/** What reads settings. */
public enum Program {
  COORDINATOR,
  WORKER,
  /** The command that looks at everything they need. */
  DOCTOR,
  /** The commands that ask a coordinator. */
  OPERATOR;

  /** Its name in documents; of a process the name of its command. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
