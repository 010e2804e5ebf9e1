// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import org.jspecify.annotations.Nullable;

/**
 * What a publisher takes to be the current revision of a rule set. Immutable and safe for any
 * thread.
 *
 * @param number the revision's number, 0 for a set that is not there, null for whatever it is
 */
public record Expected(@Nullable Long number) {
  private static final Expected ANY = new Expected(null);

  public Expected {
    if (number != null && number < 0) {
      throw new IllegalArgumentException("revision: found " + number + ", expected at least 0");
    }
  }

  /** Whatever is there. */
  public static Expected any() {
    return ANY;
  }

  /** This revision; 0 for a set that must not be there. */
  public static Expected revision(long number) {
    return new Expected(number);
  }

  boolean allows(long found) {
    return number == null || number == found;
  }
}
