// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * An entry that is not as the events left it. Speaks of versions, never of values.
 *
 * @param expected what the oracle says
 * @param found the version that the node has, null for none
 */
record WrongKey(String node, String key, String expected, @Nullable Long found) {

  /** One line for people. */
  String describe() {
    String what = found == null ? "no entry" : "version " + found;
    return "%s: key %s is wrong, found %s, expected %s".formatted(node, key, what, expected);
  }
}
