// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.util.UUID;

/** Names of environments (the prefix of every topic) that no other test uses. Stateless. */
public final class Environments {

  private static final int LENGTH = 12;

  private Environments() {}

  /** A new name, fit for topics, groups and keys: {@code it-} and twelve hexadecimal digits. */
  public static String unique() {
    return "it-" + UUID.randomUUID().toString().replace("-", "").substring(0, LENGTH);
  }
}
