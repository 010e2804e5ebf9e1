// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.Target;
import java.util.List;

/**
 * The targets of one entry, with their hashes. The first is always the entry's key.
 *
 * @param all key, tags, parameters, region, all: in this order
 */
public record Targets(List<Target> all, long[] hashes) {

  /** The same with hashes. */
  public static Targets of(List<Target> all) {
    long[] hashes = new long[all.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = TargetHash.of(all.get(i));
    }
    return new Targets(List.copyOf(all), hashes);
  }

  /** The text of the entry's key. */
  String key() {
    return ((Target.Key) all.get(0)).key();
  }

  int size() {
    return hashes.length;
  }
}
