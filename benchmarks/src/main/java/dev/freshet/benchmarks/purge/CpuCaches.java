// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.purge;

/**
 * Empties the caches of the processor, by reading and writing more than they hold. For one thread.
 */
final class CpuCaches {
  private static final int BYTES = 64 << 20;
  private static final int LINE_BYTES = 64;

  private final byte[] memory = new byte[BYTES];

  void empty() {
    for (int at = 0; at < BYTES; at += LINE_BYTES) {
      memory[at]++;
    }
  }
}
