// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The targets of one entry, with their hashes. The first is always the entry's key.
 *
 * @param all key, tags, parameters, region, all: in this order
 */
public record Targets(List<Target> all, long[] hashes) {

  private static final Targets NONE = new Targets(List.of(), new long[0]);

  /** The same with hashes. */
  public static Targets of(List<Target> all) {
    return of(all, NONE);
  }

  /** As {@link #of(List)}, with others behind them that many entries share. */
  public static Targets of(List<Target> own, Targets shared) {
    long[] hashes = new long[own.size() + shared.size()];
    List<Target> all = new ArrayList<>(hashes.length);
    for (Target target : own) {
      hashes[all.size()] = TargetHash.of(target);
      all.add(target);
    }
    System.arraycopy(shared.hashes, 0, hashes, own.size(), shared.size());
    all.addAll(shared.all);
    return new Targets(Collections.unmodifiableList(all), hashes);
  }

  /** The text of the entry's key. */
  String key() {
    return ((Target.Key) all.get(0)).key();
  }

  int size() {
    return hashes.length;
  }
}
