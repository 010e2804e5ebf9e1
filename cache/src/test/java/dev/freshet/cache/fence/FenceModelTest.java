// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The epoch table, and the handshake of put and apply over cells and table, under the interleavings
 * that Lincheck's model checker makes between any two accesses of memory; reorderings by the
 * processor are the part of {@link FenceRaceTest}.
 */
class FenceModelTest {

  /**
   * One writer and readers of a table so small that it forgets all but two targets. What it answers
   * may be too much, because of its floor; it must never be less than what was recorded.
   */
  public static class Table {
    private final EpochTable table;
    private final AtomicLongArray recorded = new AtomicLongArray(4);
    private long time;

    /** With the table as it is. */
    public Table() {
      this(new EpochTable(2, 1));
    }

    Table(EpochTable table) {
      this.table = table;
    }

    /** A command. */
    @Operation(nonParallelGroup = "writer")
    public void record(@Param(gen = IntGen.class, conf = "1:3") int target) {
      time++;
      table.record(target, 0, time, time);
      recorded.set(target, time);
    }

    /** What L1 asks. */
    @Operation
    public boolean knowsCounter(@Param(gen = IntGen.class, conf = "1:3") int target) {
      long least = recorded.get(target);
      return table.counter(target) >= least;
    }

    /** What L2 asks. */
    @Operation
    public boolean knowsOrder(@Param(gen = IntGen.class, conf = "1:3") int target) {
      long least = recorded.get(target);
      return table.order(target, 0) >= least;
    }
  }

  /** With a table that has forgotten before it raises the floor. */
  public static class RaisesTheFloorLast extends Table {
    /** For the model checker. */
    public RaisesTheFloorLast() {
      super(
          new EpochTable(2, 1) {
            private long forgottenOrder = -1;
            private long forgottenCounter;

            @Override
            long[] raised(long[] floorByPartition, Generation forgotten) {
              forgottenOrder = super.raised(floorByPartition, forgotten)[0];
              return floorByPartition;
            }

            @Override
            long raised(long floorCounter, Generation forgotten) {
              forgottenCounter = super.raised(floorCounter, forgotten);
              return floorCounter;
            }

            @Override
            void record(long hash, int partition, long order, long counter) {
              super.record(hash, partition, order, counter);
              raiseFloor(0, forgottenOrder, forgottenCounter);
            }
          });
    }
  }

  @Test
  void shouldNeverAnswerFromTheTableLessThanWasRecorded() {
    tables().check(Table.class);
  }

  @Test
  void shouldFindAWrongTable() {
    assertThrows(LincheckAssertionError.class, () -> tables().check(RaisesTheFloorLast.class));
  }

  @Test
  void shouldLeaveNothingStaleInWhateverOrderLoadsMeetCommands() {
    handshakes().check(Handshake.class);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {Handshake.ChecksBeforeItInterns.class, Handshake.WritesTheTableLast.class})
  void shouldFindAWrongHandshake(Class<?> wrong) {
    LincheckAssertionError found =
        assertThrows(LincheckAssertionError.class, () -> handshakes().check(wrong));

    assertTrue(String.valueOf(found.getMessage()).contains("Validation"), found::toString);
  }

  private static ModelCheckingOptions tables() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(5)
        .actorsAfter(0)
        .iterations(20)
        .invocationsPerIteration(100);
  }

  private static ModelCheckingOptions handshakes() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(4)
        .invocationsPerIteration(300);
  }
}
