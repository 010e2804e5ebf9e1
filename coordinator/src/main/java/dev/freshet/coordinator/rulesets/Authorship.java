// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import org.jspecify.annotations.Nullable;

/**
 * Who changes rules, and why. Immutable and safe for any thread.
 *
 * @param author who wants it
 * @param reason why; may be empty
 * @param gitSha the commit that the texts come from, or null
 */
public record Authorship(String author, String reason, @Nullable String gitSha) {

  /** Without a commit. */
  public static Authorship of(String author, String reason) {
    return new Authorship(author, reason, null);
  }
}
