// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.time.Duration;

/** The one rule for times to live, whichever store they go to. */
final class Ttl {
  /** Beyond this, sums with the time of day leave what stores can hold. */
  static final Duration MAX = Duration.ofDays(36_500);

  private Ttl() {}

  /**
   * In whole milliseconds, never more than {@link #MAX}.
   *
   * @throws IllegalArgumentException if there is not even one
   */
  static long millis(Duration ttl) {
    if (ttl.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "L2: time to live too short, found " + ttl + ", expected at least PT0.001S");
    }
    return ttl.compareTo(MAX) > 0 ? MAX.toMillis() : ttl.toMillis();
  }
}
