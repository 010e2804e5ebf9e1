// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import java.util.Arrays;
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
    int[] concerned = new int[targets.size() + 1];
    for (int i = 0; i < targets.size(); i++) {
      concerned[i] = log.partitionOf(targets.all().get(i).text());
    }
    concerned[targets.size()] = log.scanPartition();
    int[] partitions = distinct(concerned);
    long[] ordersBehind = new long[partitions.length];
    for (int i = 0; i < partitions.length; i++) {
      ordersBehind[i] = watermarks[partitions[i]];
    }
    return new L2Stamp(log.identity(), partitions, ordersBehind);
  }

  /** In order, each once. A stream would cost more than what it is for. */
  private static int[] distinct(int[] numbers) {
    Arrays.sort(numbers);
    int size = 0;
    for (int number : numbers) {
      if (size == 0 || numbers[size - 1] != number) {
        numbers[size++] = number;
      }
    }
    return Arrays.copyOf(numbers, size);
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
