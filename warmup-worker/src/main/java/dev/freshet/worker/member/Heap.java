// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The heap of this process. What is in use just after a collection is what is in use; at any other
 * time there is garbage among it. The pools' own {@code getCollectionUsage} would not do: each says
 * what was left by the last collection of that pool, which may be hours ago for the old generation.
 */
final class Heap {
  private static final Set<String> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());

  private Heap() {}

  /** Bytes in use after the last collection of whatever kind; empty before the first. */
  static Optional<Long> usedAfterCollection() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(Heap::usedAfter);
  }

  private static long usedAfter(GcInfo collection) {
    return collection.getMemoryUsageAfterGc().entrySet().stream()
        .filter(pool -> POOLS.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** The most bytes that there may be. */
  static long maxBytes() {
    return Runtime.getRuntime().maxMemory();
  }
}
