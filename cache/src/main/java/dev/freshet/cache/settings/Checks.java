// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import java.time.Duration;

/** What settings have to hold; a message names the setting, what was found and what is expected. */
final class Checks {
  /** Beyond a hundred years, sums with the time of day leave what a long can hold. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Checks() {}

  static void positive(String setting, Duration found) {
    require(!found.isNegative() && !found.isZero(), setting, found, "longer than 0");
    notTooLong(setting, found);
  }

  static void notNegative(String setting, Duration found) {
    require(!found.isNegative(), setting, found, "0 or longer");
    notTooLong(setting, found);
  }

  private static void notTooLong(String setting, Duration found) {
    require(found.compareTo(LONGEST) <= 0, setting, found, "at most " + LONGEST);
  }

  static void share(String setting, double found) {
    require(found >= 0 && found < 1, setting, found, "at least 0 and less than 1");
  }

  static void require(boolean holds, String setting, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(setting + ": found " + found + ", expected " + expected);
    }
  }
}
