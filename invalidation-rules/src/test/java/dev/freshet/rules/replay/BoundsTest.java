// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stays right when there is more than can be kept. */
class BoundsTest {

  @Test
  void shouldEstimateWithinAFewPerCent() {
    for (int count : new int[] {0, 1, 100, 10_000, 50_000, 1_000_000}) {
      HyperLogLog log = new HyperLogLog();

      IntStream.range(0, count).forEach(i -> log.add("k|payment:history:" + i));
      IntStream.range(0, count / 2).forEach(i -> log.add("k|payment:history:" + i));

      assertEquals(count, (double) log.estimate(), 0.03 * count, "of " + count);
    }
  }

  @Test
  void shouldKeepWhatIsFrequentBeyondTheBound() {
    TargetCounts counts = new TargetCounts(100);

    for (int i = 0; i < 10_000; i++) {
      counts.add("k|rare:" + i);
      counts.add(i % 2 == 0 ? "k|often" : "k|less:" + i % 6);
    }

    List<TopTarget> top = counts.top(4);
    assertEquals(new TopTarget("k|often", 5_000), top.get(0));
    assertEquals(
        List.of("k|less:1", "k|less:3", "k|less:5"),
        top.subList(1, 4).stream().map(TopTarget::target).sorted().toList());
    assertFalse(counts.distinct().exact());
    assertEquals(10_004, (double) counts.distinct().count(), 300);
    assertTrue(counts.distinct().toString().startsWith("~"), counts.distinct()::toString);
  }

  @Test
  void shouldBeExactUpToTheBound() {
    TargetCounts counts = new TargetCounts(100);

    IntStream.range(0, 300).forEach(i -> counts.add("k|" + i % 100));

    assertEquals(new Distinct(100, true), counts.distinct());
    assertEquals(new TopTarget("k|0", 3), counts.top(1).get(0));
  }

  @Test
  void shouldCountByLongerTimesBeyondTheBound() {
    Minutes few = new Minutes(100);
    Minutes many = new Minutes(100);

    IntStream.range(0, 100).forEach(i -> few.add(minute(i), i == 7 ? 50 : 1, 2));
    IntStream.range(0, 150).forEach(i -> many.add(minute(i), i == 7 ? 50 : 1, 2));

    assertEquals(new PerMinute(1, 1, 50), few.before());
    assertEquals(new PerMinute(2, 2, 2), few.after());
    assertEquals(new PerMinute(1, 26, 26), many.before());
    assertEquals(new PerMinute(2, 2, 2), many.after());
  }

  @Test
  void shouldBearAnyTimes() {
    Minutes minutes = new Minutes(2);

    List.of(Instant.MIN, Instant.EPOCH, Instant.MAX).forEach(at -> minutes.add(at, 1, 0));
    minutes.add(Instant.EPOCH.minusSeconds(1), 1, 0);

    assertTrue(minutes.before().max() >= 1);
    assertEquals(new PerMinute(0, 0, 0), new Minutes(2).before());
  }

  private static Instant minute(int i) {
    return Instant.ofEpochSecond(60L * i);
  }
}
