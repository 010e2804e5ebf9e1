// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.freshet.events.values.Target;

/** The 64-bit hash under which cells and epoch table know a target: XXH3 of its canonical text. */
final class TargetHash {
  private TargetHash() {}

  static long of(Target target) {
    return Hashing.xxh3_64().hashCharsToLong(target.text());
  }
}
