// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.rule;

import dev.freshet.rules.yaml.Scalar;

/**
 * One output of a rule as it is written. Immutable and safe for any thread.
 *
 * @param kind what it names
 * @param text a template, a pattern, a region's name, or {@code true}
 */
public record OutputDefinition(Kind kind, Scalar text) {

  /** The key that an output is written with; a scan is a pattern with {@code scan: true}. */
  public enum Kind {
    KEY,
    TAG,
    PATTERN,
    REGION,
    ALL,
    SCAN
  }
}
