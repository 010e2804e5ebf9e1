// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A command log in memory that can lose its end and be created again, as Kafka's may. */
final class SimulatedLog {
  static final int PARTITIONS = 2;

  /**
   * A record.
   *
   * @param versions by key: the version of the source when the command was appended, if the command
   *     is about the key; else 0
   * @param readable whether nodes can tell what it says
   */
  record Entry(Target target, Position position, long[] versions, boolean readable) {}

  private final List<List<Entry>> partitions = new ArrayList<>();
  private final int[] leaderEpochs = new int[PARTITIONS];
  private long creations;

  SimulatedLog() {
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  static int partitionOf(String target) {
    String placed = target.startsWith(Target.Scan.PREFIX) ? Target.Scan.PREFIX : target;
    return Math.floorMod(placed.hashCode(), PARTITIONS);
  }

  LogIdentity identity() {
    return new LogIdentity(new UUID(7, creations), PARTITIONS);
  }

  /**
   * Appends a command.
   *
   * @param shift 0 to put it where it belongs
   */
  Position append(Target target, long[] versions, boolean readable, int shift) {
    int partition = (partitionOf(target.text()) + shift) % PARTITIONS;
    List<Entry> entries = partitions.get(partition);
    Position position = new Position(partition, leaderEpochs[partition], entries.size());
    entries.add(new Entry(target, position, versions, readable));
    return position;
  }

  List<Entry> entries(int partition) {
    return partitions.get(partition);
  }

  /** An unclean election: the last records of a partition are gone. */
  void truncate(int partition, int lost) {
    List<Entry> entries = partitions.get(partition);
    entries.subList(Math.max(0, entries.size() - lost), entries.size()).clear();
    leaderEpochs[partition]++;
  }

  /** The topic is deleted and created: another log under the same name. */
  void createAgain() {
    partitions.forEach(List::clear);
    Arrays.fill(leaderEpochs, 0);
    creations++;
  }
}
