// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.util.Arrays;

/** What {@link Arrays} has no method for. */
final class Bytes {
  private Bytes() {}

  static boolean startsWith(byte[] value, byte[] prefix) {
    int differs = Arrays.mismatch(value, prefix);
    return differs == -1 || differs == prefix.length;
  }
}
