// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stamp of a value in L2: how far its loader had applied the partitions of the value's targets,
 * and that of all scans.
 *
 * @param identity the log that the orders speak of
 * @param partitions the partitions of the value's targets and of scans, ascending
 * @param ordersBehind the order just behind the last applied record, for each of {@code partitions}
 */
public record L2Stamp(LogIdentity identity, int[] partitions, long[] ordersBehind) {

  /** For a loaded value: how far the node stood before the load. */
  public static L2Stamp of(LogState log, Targets targets, long[] watermarks) {
    TreeMap<Integer, Long> orders = new TreeMap<>();
    orders.put(log.scanPartition(), watermarks[log.scanPartition()]);
    targets
        .all()
        .forEach(
            target -> {
              int partition = log.partitionOf(target.text());
              orders.put(partition, watermarks[partition]);
            });
    return of(log.identity(), orders);
  }

  /**
   * For a written value: it stands behind its own command.
   *
   * @return null if the write began before the node knew a log
   */
  public static @Nullable L2Stamp behind(Position own, Writing writing) {
    LogState log = writing.stamp().log();
    if (log == null) {
      return null;
    }
    long[] raised = writing.stamp().watermarks().clone();
    raised[own.partition()] = own.orderBehind();
    return of(log, writing.targets(), raised);
  }

  private static L2Stamp of(LogIdentity identity, TreeMap<Integer, Long> orders) {
    return new L2Stamp(
        identity,
        orders.keySet().stream().mapToInt(Integer::intValue).toArray(),
        orders.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** The order for a partition; lower than any command's if the stamp does not speak of it. */
  long orderBehind(int partition) {
    for (int i = 0; i < partitions.length; i++) {
      if (partitions[i] == partition) {
        return ordersBehind[i];
      }
    }
    return Long.MIN_VALUE;
  }
}
