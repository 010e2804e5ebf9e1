// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

/**
 * A place in a rule file.
 *
 * @param file the file's name as the reader gave it
 * @param line from 1
 * @param column from 1, counted in code points
 */
public record Location(String file, int line, int column) {

  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
