// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

/**
 * A stretch of a text, in UTF-16 units.
 *
 * @param start the first unit, from 0
 * @param end behind the last unit
 */
public record Span(int start, int end) {

  /** The span of a single character. */
  public static Span at(int offset) {
    return new Span(offset, offset + 1);
  }
}
