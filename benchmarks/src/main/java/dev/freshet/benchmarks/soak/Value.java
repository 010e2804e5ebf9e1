// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Values of 200 bytes that say which version they are. */
final class Value {
  private static final int BYTES = 200;

  private Value() {}

  static byte[] of(long version) {
    return ByteBuffer.allocate(BYTES).putLong(version).array();
  }

  /**
   * The version of a value that was read.
   *
   * @throws IllegalStateException if it is none
   */
  static long version(byte @Nullable [] value) {
    if (value == null || value.length != BYTES) {
      throw new IllegalStateException(
          "value: found %s, expected %d bytes"
              .formatted(value == null ? "none" : value.length + " bytes", BYTES));
    }
    return ByteBuffer.wrap(value).getLong();
  }
}
