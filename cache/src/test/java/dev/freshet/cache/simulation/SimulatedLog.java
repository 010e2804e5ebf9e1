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

  /** What a node makes of a record. */
  enum Kind {
    COMMAND,
    /** A command of which nodes cannot tell what it says. */
    UNREADABLE,
    /** A progress marker, which invalidates nothing. */
    MARKER
  }

  /**
   * A record.
   *
   * @param target what the command names; of a marker, what its partition was chosen by
   * @param versions by key: the version of the source when the command was appended, if the command
   *     is about the key; else 0
   * @param number counts all records of all partitions and logs, in the order of appending
   */
  record Entry(Kind kind, Target target, Position position, long[] versions, long number) {}

  private final List<List<Entry>> partitions = new ArrayList<>();
  private final int[] leaderEpochs = new int[PARTITIONS];
  private long creations;
  private long appended;

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

  /** Which of the logs under this name it is. */
  long creations() {
    return creations;
  }

  /** How many records were ever appended. */
  long appended() {
    return appended;
  }

  /**
   * Appends a record.
   *
   * @param shift 0 to put it where it belongs
   */
  Entry append(Kind kind, Target target, long[] versions, int shift) {
    int partition = (partitionOf(target.text()) + shift) % PARTITIONS;
    List<Entry> entries = partitions.get(partition);
    Position position = new Position(partition, leaderEpochs[partition], entries.size());
    Entry entry = new Entry(kind, target, position, versions, ++appended);
    entries.add(entry);
    return entry;
  }

  /** The epoch of the partition's present leader. */
  int leaderEpoch(int partition) {
    return leaderEpochs[partition];
  }

  List<Entry> entries(int partition) {
    return partitions.get(partition);
  }

  /**
   * An unclean election: the last records of a partition are gone.
   *
   * @return whether there were any
   */
  boolean truncate(int partition, int lost) {
    List<Entry> entries = partitions.get(partition);
    boolean any = !entries.isEmpty();
    entries.subList(Math.max(0, entries.size() - lost), entries.size()).clear();
    leaderEpochs[partition]++;
    return any;
  }

  /** The topic is deleted and created: another log under the same name. */
  void createAgain() {
    partitions.forEach(List::clear);
    Arrays.fill(leaderEpochs, 0);
    creations++;
  }
}
