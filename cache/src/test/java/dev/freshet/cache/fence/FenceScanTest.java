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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FenceScanTest {
  private static final String KEY = "a:42:x";
  private static final Target TAG = new Target.Tag("user:42");
  private static final Targets TARGETS =
      Targets.of(List.of(new Target.Key(KEY), TAG, new Target.Region("a"), Target.ALL));
  private static final Target FITS = new Target.Scan("*:42:*");
  private static final Target PASSES_BY = new Target.Scan("*:43:*");
  private static final LogIdentity LOG = new LogIdentity(new UUID(1, 2), 2);

  private final Fence fence = fenceOf(1_000);

  @Test
  void shouldMakeStaleWhatThePatternFits() {
    L1Entry<String> entry = admitted(fence);

    fence.apply(FITS, new Position(1, 0, 0));

    assertFalse(fence.isFresh(entry, KEY));
    assertFalse(fence.isFresh(entry, KEY), "asked again");
  }

  @Test
  void shouldStampAnEntryBehindTheScansThatPassItBy() {
    L1Entry<String> entry = admitted(fence);

    fence.apply(PASSES_BY, new Position(1, 0, 0));

    assertFalse(entry.isFresh(), "before it was asked about the pattern");
    assertTrue(fence.isFresh(entry, KEY));
    assertTrue(entry.isFresh(), "afterwards");
    fence.apply(FITS, new Position(1, 0, 1));
    assertFalse(fence.isFresh(entry, KEY), "after a scan that fits");
  }

  @Test
  void shouldNotForgiveAnotherTargetForAScanThatPassesBy() {
    for (Target target : TARGETS.all()) {
      Fence each = fenceOf(1_000);
      L1Entry<String> entry = admitted(each);

      each.apply(target, new Position(0, 0, 0));
      each.apply(PASSES_BY, new Position(1, 0, 0));

      assertFalse(each.isFresh(entry, KEY), target.text());
    }
  }

  @Test
  void shouldRefuseALoadThatAScanOvertook() {
    Stamp before = fence.stamp();
    fence.apply(PASSES_BY, new Position(1, 0, 0));
    assertNotNull(fence.admit("v", TARGETS, before.counter()), "a scan that passes by");

    fence.apply(FITS, new Position(1, 0, 1));

    assertNull(fence.admit("v", TARGETS, before.counter()));
    assertTrue(fence.isFresh(admitted(fence), KEY), "a load from after the scan");
  }

  @Test
  void shouldRefuseAWrittenValueThatAScanCrossed() {
    for (Target scan : List.of(FITS, PASSES_BY)) {
      Fence each = fenceOf(1_000);
      Writing writing = each.begin(TARGETS);
      each.apply(scan, new Position(1, 0, 0));
      each.apply(TARGETS.all().get(0), new Position(0, 0, 0));

      L1Entry<String> entry = each.admitWritten("v", writing);

      assertEquals(scan.equals(FITS), entry == null, scan.text());
    }
  }

  @Test
  void shouldAcceptFromL2OnlyWhatIsBehindTheLastScanThatFits() {
    Stamp before = fence.stamp();
    fence.apply(PASSES_BY, new Position(1, 0, 7));
    assertTrue(accepts(fence, before), "after a scan that passes by");

    fence.apply(FITS, new Position(1, 0, 8));

    assertFalse(accepts(fence, before));
    assertTrue(accepts(fence, fence.stamp()));
  }

  @Test
  void shouldCountForgottenScansAsFittingEverything() {
    Fence small = fenceOf(4);
    Stamp before = small.stamp();
    L1Entry<String> entry = admitted(small);

    for (int i = 0; i < 3; i++) {
      small.apply(new Target.Scan("other:" + i), new Position(1, 0, i));
    }

    assertFalse(small.isFresh(entry, KEY));
    assertNull(small.admit("v", TARGETS, before.counter()), "a load from before");
    assertFalse(accepts(small, before), "a value of L2 from before");
    assertTrue(accepts(small, small.stamp()));
  }

  @Test
  void shouldRememberAPatternOnceHoweverOftenItComes() {
    Fence small = fenceOf(4);
    L1Entry<String> entry = admitted(small);

    for (int i = 0; i < 10; i++) {
      small.apply(PASSES_BY, new Position(1, 0, i));
    }

    assertTrue(small.isFresh(entry, KEY));
  }

  @Test
  void shouldRefuseInL2WhatAnUnreadableScanMayHaveNamed() {
    Stamp before = fence.stamp();

    fence.applyUnreadable(new Position(1, 0, 3));

    assertFalse(accepts(fence, before));
    assertTrue(accepts(fence, fence.stamp()));
  }

  @Test
  void shouldNotForgiveAScanThatAStartOverForgot() {
    L1Entry<String> entry = admitted(fence);
    fence.apply(FITS, new Position(1, 0, 3));

    fence.startOver(LOG, FenceScanTest::partitionOf);

    assertFalse(fence.isFresh(entry, KEY));
  }

  /** Scans in partition 1, all else in partition 0. */
  private static int partitionOf(String target) {
    return target.startsWith(Target.Scan.PREFIX) ? 1 : 0;
  }

  private static L1Entry<String> admitted(Fence fence) {
    L1Entry<String> entry = fence.admit("v", TARGETS, fence.counter());
    assertNotNull(entry);
    return entry;
  }

  private static boolean accepts(Fence fence, Stamp stamp) {
    LogState log = fence.readableLog();
    assertNotNull(log);
    return fence.accepts(log, TARGETS, L2Stamp.of(log, TARGETS, stamp.watermarks()));
  }

  private static Fence fenceOf(int tableCapacity) {
    Fence fence = new Fence(tableCapacity);
    fence.startOver(LOG, FenceScanTest::partitionOf);
    fence.caughtUp();
    return fence;
  }
}
