// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a value may be served: the check of its stamp against the epochs of its targets.
 *
 * <h2>The orders that keep the promise</h2>
 *
 * <p>A command does, in this order: (1) write the epoch table, (2) raise the counter, (3) touch the
 * cell, (4) note that cells are touched up to here, (5) advance the watermark. An admission does:
 * (a) intern its cells, (b) check the table, (c) publish the entry. A hit looks at the cells,
 * unless the note says what it said when somebody last did.
 *
 * <ul>
 *   <li><b>Table before cells, cells before check.</b> Either the admission's check (b) sees the
 *       command's write (1), and rejects; or (b) came before (1), hence (a) before (3), and the
 *       command finds the cell that the entry holds. Reversing either lets both miss each other. It
 *       is Dekker's handshake, so each side has a full fence between its write and its read.
 *   <li><b>Table before counter.</b> A fill that reads the raised counter sees the table's write,
 *       and so refuses an L2 value from before the command.
 *   <li><b>Counter before load.</b> The stamp is read before the source is: a command applied later
 *       has a higher counter, whether or not the load has seen its change.
 *   <li><b>Cell before note, note before cells.</b> A hit reads the note, then the cells, and
 *       leaves what it read with the entry. While the note stays the same, no further command has
 *       come to its end, so what the cells said still holds.
 *   <li><b>Watermark last.</b> A stamp never claims a command that is only half applied.
 * </ul>
 *
 * <p><b>Writes.</b> A write to the source does: (d) intern its cells, (e) read how far cells are
 * touched, (f) write the source, (g) append its command and see it applied, (h) check its cells,
 * (i) publish the entry. It holds its cells all the time, so the table has no part in this. A
 * command that does not find them was being applied before (f), and speaks of a change that the
 * written value replaced. Any other either touches a cell before (h), which rejects; or after, and
 * the entry holds the cell and is older. Of the key's cell one touch since (e) is the write's own.
 * Hence of two writes that cross neither needs to know which of them the source kept: where the
 * first command stands behind the beginning of the second write, the second is rejected; where the
 * second command comes, the first goes stale.
 *
 * <p><b>Scans.</b> A scan has no cell of its own: patterns that nobody knew when an entry was made
 * may name it. All entries hold one cell more, that of all scans, which the fence keeps. A scan
 * command writes the list of {@link Scans} where others write the table, and touches that cell. An
 * entry of which no other cell is newer is asked about each pattern since its stamp; if none fits,
 * it does: (j) read the scans' cell, (k) check the other cells and the list, (l) take what (j) read
 * for its stamp.
 *
 * <ul>
 *   <li><b>List before cell.</b> Every scan up to what (j) read is on the list at (k).
 *   <li><b>The cell's counter, not the fence's.</b> Every command up to that of the scan that
 *       touched the cell has touched its own cell before, because one applier does all of them in
 *       turn, so (k) sees it. The fence's counter rises before cells are touched: a command that
 *       has raised it may touch its cell after (k), with a counter that the new stamp would cover.
 * </ul>
 *
 * <p><b>Elections.</b> An unclean election may take commands out of the log. A node that has read
 * them notices; one that starts afterwards cannot, yet before its restart it may have refused what
 * they made stale. While a node starts, the first record of each new leader therefore counts as a
 * command for everything: what is stamped behind it was loaded after the election, and all else in
 * L2 is refused. See {@link LogState#isBehindElection} for when a start is over.
 *
 * <p>{@link Interleaving} marks the places between these steps. The simulation in this module's
 * tests lets others go on there, and replaces single methods by wrong ones to show that it notices;
 * hence the class is open to its package.
 *
 * <p><b>Threads.</b> {@link #apply}, {@link #skip}, {@link #startOver} and {@link #caughtUp} are
 * for the one applier; they are synchronized so that a second caller is slow, not wrong. All else
 * is for any thread and takes no lock.
 */
public class Fence {
  private static final long ALL = TargetHash.of(Target.ALL);

  /** How many patterns it remembers; fewer if the table is small. */
  private static final int MOST_SCANS = 256;

  final EpochTable table;
  private final TagCells cells = new TagCells();
  private final Interleaving interleaving;

  /** Holds on to the cell of {@code *}, so that it outlives every entry. */
  private final TagCell allCell = cells.intern(ALL);

  private final Scans scans;

  /** Touched by every scan. */
  final TagCell scanCell = new TagCell();

  /** Commands applied so far. Volatile: stamps are read from any thread. */
  private volatile long counter;

  /** The command up to which all have touched their cells. Volatile: hits read it. */
  private volatile long touched;

  /** Volatile: replaced when the command log turns out to be another one. */
  private volatile @Nullable LogState log;

  /**
   * A fence that knows no log yet.
   *
   * @param tableCapacity how many targets the epoch table remembers
   */
  public Fence(int tableCapacity) {
    this(new EpochTable(tableCapacity, 1), Interleaving.NONE);
  }

  Fence(EpochTable table, Interleaving interleaving) {
    this.table = table;
    this.scans = new Scans(Math.min(MOST_SCANS, table.generationCapacity()));
    this.interleaving = interleaving;
  }

  // ---- the applier's side ----

  /**
   * Applies one command. What the watermark has passed was applied before, and is left alone.
   *
   * @return whether it was new
   */
  public synchronized boolean apply(Target target, Position position) {
    LogState current = attachedLog();
    if (position.order() < current.watermark(position.partition())) {
      return false;
    }
    heedElection(current, position);
    long next = counter + 1;
    long order = orderOf(current, target, position);
    if (target instanceof Target.Scan scan) {
      scans.record(scan, order, next);
      announce(next, () -> scanCell);
    } else {
      long hash = TargetHash.of(target);
      table.record(hash, position.partition(), order, next);
      announce(next, () -> cells.find(hash));
    }
    current.advance(position.partition(), position.orderBehind());
    return true;
  }

  /**
   * Applies a command that may have named any target of its partition: all of L1 is stale, and so
   * is whatever in L2 is not stamped behind it there.
   *
   * @return whether it was new
   */
  public synchronized boolean applyUnreadable(Position position) {
    LogState current = attachedLog();
    if (position.order() < current.watermark(position.partition())) {
      return false;
    }
    invalidateUpTo(position);
    current.advance(position.partition(), position.orderBehind());
    return true;
  }

  /** All of L1, and in L2 what is not stamped behind this record of its partition. */
  private void invalidateUpTo(Position position) {
    long next = counter + 1;
    table.raiseFloor(position.partition(), position.order(), next);
    announce(next, () -> allCell);
  }

  /**
   * Before a record of another leader than the one before it: an election may have lost commands
   * that this node never saw, and that the node it was before its restart has applied. It may then
   * not accept from L2 what that one refused.
   */
  void heedElection(LogState current, Position position) {
    if (current.isBehindElection(position)) {
      invalidateUpTo(position);
    }
  }

  /**
   * Where the command stands among those for its target; -1 if it stands in another partition than
   * they do. Then no stamp in L2 says whether it came before or after: L2 is closed, before the
   * counter rises, until {@link #caughtUp} has raised the floors.
   */
  private static long orderOf(LogState current, Target target, Position position) {
    if (current.partitionOf(target.text()) == position.partition()) {
      return position.order();
    }
    current.foundMisplaced();
    return -1;
  }

  /** Steps (2) to (4), once the table or the list is written. */
  private void announce(long next, Supplier<@Nullable TagCell> named) {
    interleaving.step();
    counter = next;
    interleaving.step();
    VarHandle.fullFence();
    touch(named.get(), next);
    interleaving.step();
  }

  /** Steps (3) and (4). */
  void touch(@Nullable TagCell cell, long next) {
    if (cell != null) {
      cell.touch(next);
    }
    interleaving.step();
    touchedUpTo(next);
  }

  final void touchedUpTo(long next) {
    touched = next;
  }

  /** Passes a record that invalidates nothing. */
  public synchronized void skip(Position position) {
    LogState current = attachedLog();
    if (position.order() >= current.watermark(position.partition())) {
      heedElection(current, position);
      current.advance(position.partition(), position.orderBehind());
    }
  }

  /**
   * Forgets what was known of the log, which turned out to be another one or to have lost records;
   * everything cached or being loaded counts as stale. Where the log is still the same, so does
   * every value in L2 up to where this node had come: the commands that refuse it may be among the
   * lost.
   */
  public synchronized void startOver(LogIdentity identity, ToIntFunction<String> partitionOf) {
    LogState previous = log;
    long[] floor =
        previous != null && previous.identity().equals(identity)
            ? previous.watermarks()
            : EpochTable.noFloor(identity.partitions());
    long next = counter + 1;
    log = null;
    table.startOver(floor, next);
    scans.startOver(next);
    announce(next, () -> allCell);
    log = new LogState(identity, partitionOf);
  }

  /**
   * The epoch table now holds the whole log: L2 may be read. After a command that was out of place,
   * nothing is accepted from L2 that is not stamped behind where this node stands now.
   *
   * @return false if such a command was found since the last call: L2 stays closed until what the
   *     log holds by now was applied as well, because the command may be younger than what this
   *     node has read of the partition in which it should stand
   */
  public synchronized boolean caughtUp() {
    LogState current = attachedLog();
    if (current.takeMisplaced()) {
      return false;
    }
    if (current.needsFloors()) {
      long[] reached = current.watermarks();
      for (int partition = 0; partition < reached.length; partition++) {
        table.raiseFloor(partition, reached[partition], 0);
      }
    }
    current.caughtUp();
    return true;
  }

  private LogState attachedLog() {
    LogState current = log;
    if (current == null) {
      throw new IllegalStateException("fence: startOver must name the command log first");
    }
    return current;
  }

  // ---- the readers' side ----

  /** Where the node stands now; call it before the load or fill begins. */
  public Stamp stamp() {
    return stamp(counter);
  }

  private Stamp stamp(long commands) {
    LogState current = log;
    // Watermarks first would be as good: both are captured before the load.
    return new Stamp(commands, current, current == null ? new long[0] : current.watermarks());
  }

  /** The log, once its whole content was applied; until then L2 must not be read. */
  public @Nullable LogState readableLog() {
    LogState current = log;
    return current != null && current.isCaughtUp() ? current : null;
  }

  /** Just behind the last record passed of each partition; none while no log is known. */
  public List<Position> watermarks() {
    LogState current = log;
    if (current == null) {
      return List.of();
    }
    long[] behind = current.watermarks();
    return IntStream.range(0, behind.length)
        .mapToObj(
            partition ->
                new Position(
                    partition,
                    Position.leaderEpochOf(behind[partition]),
                    Position.offsetOf(behind[partition])))
        .toList();
  }

  /** Commands applied so far. */
  public long counter() {
    return counter;
  }

  /**
   * Makes an entry of a value that was loaded or filled.
   *
   * @return the entry; null if one of its targets was invalidated after the stamp
   */
  public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
    L1Entry<V> entry = new L1Entry<>(value, stampCounter, intern(targets));
    interleaving.step();
    VarHandle.fullFence();
    if (isOvertaken(targets, stampCounter)) {
      return null;
    }
    interleaving.step();
    return entry;
  }

  /** Whether one of the targets was invalidated after the stamp. */
  public final boolean isOvertaken(Targets targets, long stampCounter) {
    for (long hash : targets.hashes()) {
      if (table.counter(hash) > stampCounter) {
        return true;
      }
    }
    return scans.nameSince(stampCounter, targets.key());
  }

  /**
   * Whether an entry may still be served: it is fresh, or nothing but scans came whose patterns do
   * not fit its key. To be asked on every hit; it looks at cells once after each command, and at
   * patterns once after each scan.
   *
   * @param key the text of the entry's key
   */
  public boolean isFresh(L1Entry<?> entry, String key) {
    long seen = touched;
    if (entry.checkedAt() == seen) {
      return true;
    }
    if (!entry.isFresh() && !scansPassBy(entry, key)) {
      return false;
    }
    entry.checkedAt(seen);
    return true;
  }

  private boolean scansPassBy(L1Entry<?> entry, String key) {
    long reached = scanCell.last();
    interleaving.step();
    long stamp = entry.stamp();
    if (!entry.isFreshBut(scanCell, stamp) || scans.nameSince(stamp, key)) {
      return false;
    }
    interleaving.step();
    // Of two threads the slower may lower what the other one raised: then somebody asks again.
    entry.raiseStamp(reached);
    return true;
  }

  /**
   * Begins a write: call it before the source is written, then append the command for the key, and
   * {@link #admitWritten} the value once this node has applied it. A write on condition that an
   * entry is still the one seen checks {@link L1Entry#isFresh} after this.
   */
  public Writing begin(Targets targets) {
    TagCell[] interned = intern(targets);
    // Not the counter: a command that has raised it may touch its cell only after a condition was
    // asked, and would be taken for one that came before this write.
    return new Writing(targets, stamp(touched), interned);
  }

  /**
   * Makes an entry of a value that its caller wrote to the source. This node must have applied the
   * write's own command, after {@link #begin}; the entry outlives that one alone.
   *
   * @return the entry; null if any other command for one of its targets came since the write began:
   *     the source may then hold the value of another write, which crossed this one
   */
  public <V> @Nullable L1Entry<V> admitWritten(V value, Writing writing) {
    TagCell[] held = writing.cells();
    long begun = writing.stamp().counter();
    long own = held[0].onlySince(begun);
    if (own == TagCell.NOT_ONE) {
      return null;
    }
    for (int i = 1; i < writing.targets().size(); i++) {
      if (held[i].last() > begun) {
        return null;
      }
    }
    if (scans.nameSince(begun, writing.targets().key())) {
      return null;
    }
    interleaving.step();
    return new L1Entry<>(value, own, held);
  }

  /**
   * Whether neither one of the targets nor a scan for the key was commanded at or after the L2
   * stamp, as far as applied here.
   */
  public boolean accepts(LogState current, Targets targets, L2Stamp stamp) {
    if (!current.identity().equals(stamp.identity())) {
      return false;
    }
    for (int i = 0; i < targets.size(); i++) {
      int partition = current.partitionOf(targets.all().get(i).text());
      if (table.order(targets.hashes()[i], partition) >= stamp.orderBehind(partition)) {
        return false;
      }
    }
    return scansAccept(current.scanPartition(), targets.key(), stamp);
  }

  private boolean scansAccept(int partition, String key, L2Stamp stamp) {
    long behind = stamp.orderBehind(partition);
    return table.floor(partition) < behind && !scans.nameFrom(behind, key);
  }

  /** About how many targets have a cell. */
  public long cellCount() {
    return cells.size();
  }

  /** About how many targets the epoch table knows. */
  public int tableSize() {
    return table.size();
  }

  /** One cell for each target, in their order, and behind them that of all scans. */
  final TagCell[] intern(Targets targets) {
    TagCell[] interned = new TagCell[targets.size() + 1];
    for (int i = 0; i < targets.size(); i++) {
      interned[i] = cells.intern(targets.hashes()[i]);
    }
    interned[targets.size()] = scanCell;
    return interned;
  }
}
