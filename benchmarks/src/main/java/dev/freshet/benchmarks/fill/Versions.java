// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.fill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.peers.Source;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A source whose values say which version they are of. Safe for any thread. */
final class Versions implements Source {
  private static final int VALUE_BYTES = 200;

  private final AtomicInteger version = new AtomicInteger();
  private final LongAdder loads = new LongAdder();

  @Override
  public byte[] load(String key) {
    loads.increment();
    return value(key);
  }

  /** What a load would answer now. */
  byte[] value(String key) {
    return Arrays.copyOf((key + "@" + version.get()).getBytes(UTF_8), VALUE_BYTES);
  }

  /** Changes all values. */
  void next() {
    version.incrementAndGet();
  }

  /** How many loads there were. */
  long loads() {
    return loads.sum();
  }
}
