// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.stampede;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.peers.Source;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that takes 50 ms for each load, however many there are, and counts them. */
final class SlowSource implements Source {
  static final Duration LOAD = Duration.ofMillis(50);
  private static final int VALUE_BYTES = 200;

  private final AtomicInteger loads = new AtomicInteger();

  @Override
  public byte[] load(String key) {
    loads.incrementAndGet();
    Pace.rest(LOAD);
    return value(key);
  }

  /** The value of a key: the key, padded. */
  static byte[] value(String key) {
    return Arrays.copyOf(key.getBytes(UTF_8), VALUE_BYTES);
  }

  /** How many loads there were since the last call. */
  int takeLoads() {
    return loads.getAndSet(0);
  }
}
