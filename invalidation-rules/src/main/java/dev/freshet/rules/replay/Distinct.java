// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.Locale;

/**
 * How many different targets there were. Immutable and safe for any thread.
 *
 * @param count the number
 * @param exact whether it was counted; else it is an estimate, within a few per cent
 */
public record Distinct(long count, boolean exact) {

  /** The number, behind a {@code ~} if it is an estimate. */
  @Override
  public String toString() {
    return (exact ? "" : "~") + String.format(Locale.ROOT, "%,d", count);
  }
}
