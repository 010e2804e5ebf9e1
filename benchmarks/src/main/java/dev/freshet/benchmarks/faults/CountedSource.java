// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.peers.Source;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A source that answers at once and counts its loads by group of keys. Safe for any thread. */
final class CountedSource implements Source {
  private final VersionedSource versions;
  private final ConcurrentHashMap<String, LongAdder> loads = new ConcurrentHashMap<>();

  CountedSource(VersionedSource versions) {
    this.versions = versions;
  }

  @Override
  public byte[] load(String key) {
    of(Keys.groupOf(key)).increment();
    return versions.value(key);
  }

  /** How many loads of the group's keys there were. */
  long loads(Keys keys) {
    return of(keys.group()).sum();
  }

  private LongAdder of(String group) {
    return loads.computeIfAbsent(group, unused -> new LongAdder());
  }
}
