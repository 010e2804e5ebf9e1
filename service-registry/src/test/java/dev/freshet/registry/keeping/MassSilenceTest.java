// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many members fall silent at once. */
class MassSilenceTest {
  private final Watch watch = new Watch();
  private long sequence;

  @Test
  void shouldHoldExpiryWhenMostFallSilentAtOnce() {
    start(5);

    hear(Duration.ofSeconds(40), 3, 4);

    assertTrue(watch.impaired);
    assertEquals(3, count(MemberStatus.SUSPECT));
    assertEquals(List.of("NodeSuspect", "NodeSuspect", "NodeSuspect"), watch.reports());
  }

  @Test
  void shouldHoldExpiryForFiveMinutesAtMost() {
    start(5);

    hear(Duration.ofSeconds(15).plus(MassSilence.LONGEST).minusSeconds(1), 3, 4);
    assertEquals(0, count(MemberStatus.GONE));
    hear(Duration.ofSeconds(1), 3, 4);

    assertEquals(3, count(MemberStatus.GONE));
    assertFalse(watch.impaired);
    hear(Duration.ofSeconds(60), 3, 4);
    assertFalse(watch.impaired);
  }

  @Test
  void shouldEndDoubtWhenMoreThanHalfAreHeardAgain() {
    start(6);
    hear(Duration.ofSeconds(40), 4, 5);
    assertTrue(watch.impaired);

    hear(Duration.ofSeconds(5), 0, 1, 4, 5);
    assertTrue(watch.impaired);
    hear(Duration.ofSeconds(5), 0, 1, 2, 4, 5);

    assertFalse(watch.impaired);
    assertEquals(1, count(MemberStatus.GONE));
  }

  @Test
  void shouldNotDoubtItselfForHalfOfMembers() {
    start(6);

    hear(Duration.ofSeconds(40), 3, 4, 5);

    assertFalse(watch.impaired);
    assertEquals(3, count(MemberStatus.GONE));
  }

  @Test
  void shouldNotDoubtItselfForTwoMembers() {
    start(2);

    watch.pass(Duration.ofSeconds(40));

    assertFalse(watch.impaired);
    assertEquals(2, count(MemberStatus.GONE));
  }

  @Test
  void shouldNotDoubtItselfWhenTheyLeave() {
    start(5);
    IntStream.range(0, 3).forEach(member -> watch.leave("m" + member, "1"));

    hear(Duration.ofSeconds(40), 3, 4);

    assertFalse(watch.impaired);
  }

  @Test
  void shouldNotDoubtItselfWhenTheyFallSilentOneByOne() {
    start(6);

    hear(Duration.ofSeconds(20), 1, 2, 3, 4, 5);
    hear(Duration.ofSeconds(20), 2, 3, 4, 5);
    hear(Duration.ofSeconds(20), 3, 4, 5);
    hear(Duration.ofSeconds(40), 4, 5);

    assertFalse(watch.impaired);
    assertEquals(4, count(MemberStatus.GONE));
  }

  @Test
  void shouldNotDoubtItselfWhenManyAreSilentForLongOneAfterTheOther() {
    for (int i = 0; i < 6; i++) {
      watch.register(
          Watch.leased("m" + i, "1", new MemberLease(5_000L, 15_000L, 300_000L), List.of()));
    }

    hear(Duration.ofSeconds(20), 1, 2, 3, 4, 5);
    hear(Duration.ofSeconds(20), 2, 3, 4, 5);
    hear(Duration.ofSeconds(20), 3, 4, 5);
    hear(Duration.ofSeconds(40), 4, 5);

    assertEquals(4, count(MemberStatus.SUSPECT));
    assertFalse(watch.impaired);
  }

  private void start(int members) {
    for (int i = 0; i < members; i++) {
      watch.register("m" + i, "1");
      watch.beat("m" + i, "1", ++sequence);
    }
    watch.clear();
  }

  /** Time passes in which only some are heard. */
  private void hear(Duration time, int... members) {
    for (Duration left = time; !left.isZero(); left = left.minusSeconds(1)) {
      IntStream.of(members).forEach(member -> watch.beat("m" + member, "1", ++sequence));
      watch.pass(Duration.ofSeconds(1));
    }
  }

  private long count(MemberStatus state) {
    return watch.entries.values().stream().filter(entry -> entry.getState() == state).count();
  }
}
