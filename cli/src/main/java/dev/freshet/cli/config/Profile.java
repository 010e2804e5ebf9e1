// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a process runs: each has defaults of its own. */
public enum Profile {
  DEV,
  STAGING,
  PRODUCTION;

  /** As it is written: in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Profile> find(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Profile::label).toList();
  }
}
