// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.lang.ref.Reference;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FenceTest {
  private static final Target USER = new Target.Tag("user:42");
  private static final Target OTHER = new Target.Tag("user:43");
  private static final Target KEY = new Target.Key("a:42");
  private static final Targets TARGETS =
      Targets.of(List.of(KEY, USER, new Target.Region("a"), Target.ALL));
  private static final LogIdentity LOG = new LogIdentity(new UUID(1, 2), 4);

  private final Fence fence = fenceOf(1_000);

  @Test
  void shouldServeWhatWasLoadedAfterTheCommand() {
    fence.apply(USER, new Position(0, 0, 0));

    L1Entry<String> entry = fence.admit("v", TARGETS, fence.counter());

    assertNotNull(entry);
    assertTrue(entry.isFresh());
  }

  @Test
  void shouldMakeEntriesStaleThroughAnyOfTheirTargets() {
    for (Target target : TARGETS.all()) {
      Fence each = fenceOf(1_000);
      L1Entry<String> entry = each.admit("v", TARGETS, each.counter());
      assertNotNull(entry);

      each.apply(OTHER, new Position(0, 0, 0));
      assertTrue(entry.isFresh(), "after a command for another target");

      each.apply(target, new Position(0, 0, 1));
      assertFalse(entry.isFresh(), "after a command for " + target.text());
    }
  }

  @Test
  void shouldRejectALoadThatACommandOvertookThoughItsTargetHadNoCell() {
    Stamp stamp = fence.stamp();

    fence.apply(USER, new Position(0, 0, 0));

    assertNull(fence.admit("v", TARGETS, stamp.counter()));
  }

  @Test
  void shouldRejectALoadWhoseCommandTheTableHasForgotten() {
    Fence small = fenceOf(4);
    Stamp stamp = small.stamp();
    small.apply(USER, new Position(0, 0, 0));

    for (int i = 1; i <= 8; i++) {
      small.apply(new Target.Tag("filler:" + i), new Position(0, 0, i));
    }

    assertNull(small.admit("v", TARGETS, stamp.counter()));
  }

  @Test
  void shouldIgnoreACommandThatTheWatermarkHasPassed() {
    fence.apply(USER, new Position(0, 0, 7));
    L1Entry<String> entry = fence.admit("v", TARGETS, fence.counter());
    assertNotNull(entry);

    assertFalse(fence.apply(USER, new Position(0, 0, 7)));

    assertTrue(entry.isFresh());
  }

  @Test
  void shouldAcceptFromL2OnlyWhatIsBehindTheLastCommandOfEachTarget() {
    Stamp before = fence.stamp();
    fence.apply(USER, new Position(0, 3, 200));
    Stamp behind = fence.stamp();

    assertFalse(accepts(before));
    assertTrue(accepts(behind));

    // A log cut back by an unclean election goes on at a lower offset, under a higher leader epoch.
    fence.apply(USER, new Position(0, 4, 150));
    assertFalse(accepts(behind));
    assertTrue(accepts(fence.stamp()));
  }

  @Test
  void shouldRejectFromL2WhatStandsBelowTheFloor() {
    Fence small = fenceOf(4);
    Stamp early = small.stamp();
    for (int i = 0; i < 9; i++) {
      small.apply(new Target.Tag("filler:" + i), new Position(0, 0, i));
    }

    LogState log = small.readableLog();
    assertNotNull(log);
    assertFalse(small.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, early.watermarks())));
  }

  @Test
  void shouldRefuseInBothLevelsWhatAnUnreadableCommandMayHaveNamed() {
    Fence spread = new Fence(1_000);
    // Every target in a partition of its own; that of * is the last.
    spread.startOver(LOG, target -> target.equals("*") ? 3 : target.charAt(0) == 't' ? 1 : 0);
    spread.caughtUp();
    spread.apply(OTHER, new Position(1, 0, 9));
    spread.skip(new Position(3, 0, 5_000));
    Stamp before = spread.stamp();
    L1Entry<String> entry = spread.admit("v", TARGETS, before.counter());
    assertNotNull(entry);

    assertTrue(spread.applyUnreadable(new Position(1, 0, 10)));

    LogState log = spread.readableLog();
    assertNotNull(log);
    assertFalse(entry.isFresh());
    assertNull(spread.admit("v", TARGETS, before.counter()), "a load from before");
    assertFalse(spread.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, before.watermarks())));
    Stamp behind = spread.stamp();
    assertTrue(spread.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, behind.watermarks())));
    assertFalse(spread.applyUnreadable(new Position(1, 0, 10)), "a second time");
  }

  @Test
  void shouldDropEverythingWhenTheLogIsAnother() {
    fence.apply(OTHER, new Position(0, 0, 0));
    Stamp stamp = fence.stamp();
    L1Entry<String> entry = fence.admit("v", TARGETS, stamp.counter());
    assertNotNull(entry);

    fence.startOver(new LogIdentity(new UUID(3, 4), 2), target -> 0);

    assertFalse(entry.isFresh());
    assertNull(fence.admit("v", TARGETS, stamp.counter()), "a load from before");
    assertNull(fence.readableLog(), "L2 before the new log was read");
    fence.caughtUp();
    LogState log = fence.readableLog();
    assertNotNull(log);
    LogState earlier = stamp.log();
    assertNotNull(earlier);
    assertFalse(
        fence.accepts(log, TARGETS, L2Stamp.of(earlier, TARGETS, stamp.watermarks())),
        "a value of the earlier log");
  }

  @Test
  void shouldRefuseAllThatWasStampedBeforeTheLogLostRecords() {
    fence.apply(USER, new Position(0, 3, 180));
    Stamp stamp = fence.stamp();

    // Offsets 150 to 180 are gone with the leader of epoch 3; the log goes on at 150.
    fence.startOver(LOG, target -> 0);
    fence.skip(new Position(0, 4, 150));
    fence.caughtUp();

    assertFalse(accepts(stamp), "the command that refuses it may be lost");
    assertTrue(accepts(fence.stamp()));
  }

  @Test
  void shouldRefuseWhatWasStampedBeforeAnElectionWhenTheNodeStartsAfterIt() {
    Fence before = fenceOf(1_000);
    before.apply(OTHER, new Position(0, 3, 5));
    Stamp old = before.stamp();
    before.apply(USER, new Position(0, 3, 6)); // which the log is about to lose

    fence.startOver(LOG, target -> 0);
    fence.apply(OTHER, new Position(0, 3, 5));
    fence.skip(new Position(0, 4, 6));
    Stamp behind = fence.stamp();
    fence.caughtUp();

    assertFalse(accepts(old), "stamped before the election");
    assertTrue(accepts(behind), "stamped behind the new leader's first record");
  }

  @Test
  void shouldDropWhatItTookFromL2IfAnElectionShowsOnlyAfterItHasCaughtUp() {
    Stamp old = fence.stamp();
    L1Entry<String> filled = fence.admit("v", TARGETS, fence.counter());
    assertNotNull(filled);

    fence.skip(new Position(0, 1, 0));

    assertFalse(filled.isFresh());
    assertFalse(accepts(old));
  }

  @Test
  void shouldKeepEverythingThroughElectionsOnceItHasReadBehindItsStart() {
    fence.skip(new Position(0, 0, 0));
    Stamp stamp = fence.stamp();
    L1Entry<String> entry = fence.admit("v", TARGETS, fence.counter());
    assertNotNull(entry);

    fence.skip(new Position(0, 1, 1));
    fence.apply(OTHER, new Position(0, 2, 2));

    assertTrue(entry.isFresh());
    assertTrue(accepts(stamp));
  }

  @Test
  void shouldTakeNoRecordThatComesTwiceForOneBehindItsStart() {
    fence.startOver(LOG, target -> 0);
    fence.skip(new Position(0, 0, 0));
    fence.caughtUp();
    Stamp old = fence.stamp();

    fence.skip(new Position(0, 0, 0));
    fence.skip(new Position(0, 1, 1));

    assertFalse(accepts(old));
  }

  @Test
  void shouldCloseL2ForACommandOutOfPlaceUntilTheEndOfTheLogIsReached() {
    Fence misled = new Fence(1_000);
    misled.startOver(LOG, target -> 0);
    misled.caughtUp();
    Stamp before = misled.stamp();
    L1Entry<String> entry = misled.admit("v", TARGETS, before.counter());
    assertNotNull(entry);

    misled.apply(USER, new Position(1, 0, 5));

    assertFalse(entry.isFresh());
    assertNull(misled.admit("v", TARGETS, before.counter()), "a load from before");
    assertNull(misled.readableLog());
    assertFalse(misled.caughtUp(), "its partition may end behind what was read");
    misled.skip(new Position(0, 0, 9));
    Stamp late = misled.stamp();
    assertTrue(misled.caughtUp());
    LogState log = misled.readableLog();
    assertNotNull(log);
    assertFalse(
        misled.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, late.watermarks())),
        "what may have been loaded before the command, on a node that had not applied it");
    misled.skip(new Position(0, 0, 10));
    Stamp behind = misled.stamp();
    assertTrue(misled.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, behind.watermarks())));
  }

  @Test
  void shouldLetAWrittenValueOutliveItsOwnCommandAlone() {
    Writing writing = fence.begin(TARGETS);
    fence.apply(KEY, new Position(0, 0, 5));

    L1Entry<String> entry = fence.admitWritten("v", writing);

    assertNotNull(entry);
    assertTrue(entry.isFresh());
    fence.apply(KEY, new Position(0, 0, 6));
    assertFalse(entry.isFresh());
  }

  @Test
  void shouldRejectAWrittenValueThatAnyOtherCommandCrossed() {
    for (Target crossing : TARGETS.all()) {
      for (boolean first : new boolean[] {true, false}) {
        Fence each = fenceOf(1_000);
        Writing writing = each.begin(TARGETS);

        each.apply(first ? crossing : KEY, new Position(0, 0, 5));
        each.apply(first ? KEY : crossing, new Position(0, 0, 6));

        assertNull(
            each.admitWritten("v", writing), crossing.text() + (first ? " before" : " after"));
      }
    }
  }

  @Test
  void shouldRejectAWrittenValueWithoutItsOwnCommand() {
    fence.apply(KEY, new Position(0, 0, 5));

    assertNull(fence.admitWritten("v", fence.begin(TARGETS)));
  }

  @Test
  void shouldRejectAWrittenValueIfTheNodeStartedOverOrMayHaveMissedItsCommand() {
    Writing beforeUnreadable = fence.begin(TARGETS);
    fence.applyUnreadable(new Position(0, 0, 5));
    fence.apply(KEY, new Position(0, 0, 6));
    assertNull(fence.admitWritten("v", beforeUnreadable), "an unreadable command");

    Writing beforeStart = fence.begin(TARGETS);
    fence.startOver(LOG, target -> 0);
    fence.apply(KEY, new Position(0, 0, 7));
    assertNull(fence.admitWritten("v", beforeStart), "another start");
  }

  @Test
  void shouldShareOneCellPerTarget() {
    L1Entry<String> first = fence.admit("v", TARGETS, fence.counter());
    L1Entry<String> second = fence.admit("w", TARGETS, fence.counter());

    try {
      assertEquals(TARGETS.size(), fence.cellCount());
    } finally {
      Reference.reachabilityFence(first);
      Reference.reachabilityFence(second);
    }
  }

  private boolean accepts(Stamp stamp) {
    LogState log = fence.readableLog();
    assertNotNull(log);
    return fence.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, stamp.watermarks()));
  }

  private static Fence fenceOf(int tableCapacity) {
    Fence fence = new Fence(tableCapacity);
    fence.startOver(LOG, target -> 0);
    fence.caughtUp();
    return fence;
  }
}
