// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import java.util.regex.Pattern;

/**
 * The names of sources and queries, which stand in registrations: never an address or a statement.
 * Stateless.
 */
public final class ConfiguredName {
  /** As the registry takes them. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private ConfiguredName() {}

  /** Whether it can be one. */
  public static boolean isOne(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * The name.
   *
   * @param what it is a name of
   * @throws IllegalArgumentException if it cannot be one; does not show it
   */
  public static String require(String what, String name) {
    if (!isOne(name)) {
      throw new IllegalArgumentException(
          what
              + ": its name cannot be this, expected letters, digits, dots, underscores and dashes");
    }
    return name;
  }
}
