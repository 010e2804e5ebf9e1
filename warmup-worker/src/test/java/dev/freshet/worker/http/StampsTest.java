// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.worker.http.RegionIndex.Place;
import dev.freshet.worker.http.Stamps.Grant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {
  private static final Sent VALUE = new Sent("1".getBytes(UTF_8), List.of(), null);

  private final AtomicLong nanos = new AtomicLong();
  private final LocalNode node = new LocalNode();
  private final RegionIndex index = new RegionIndex(node);
  private final Stamps stamps = stamps();
  private final Place<?> one;
  private final Place<?> two;

  StampsTest() {
    var unused = node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    one = index.find("item:1", null);
    two = index.find("item:2", null);
  }

  private Stamps stamps() {
    return new Stamps(Duration.ofSeconds(3), Duration.ofSeconds(60), 100, nanos::get);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldLetOneLoadAtATimeForEachKey() {
    String stamp = leased(one);
    pass(Duration.ofSeconds(1));

    Grant.Busy busy = assertInstanceOf(Grant.Busy.class, ask(one));
    String other = leased(two);

    assertEquals(Duration.ofSeconds(2), busy.left());
    assertEquals(one.key(), busy.load().key());
    assertNotEquals(stamp, other);
  }

  @Test
  void shouldLetTheNextLoadWhenTheLeaseEndsAndTakeBothStampsAfterwards() {
    String first = leased(one);
    pass(Duration.ofSeconds(3));

    String second = leased(one);

    assertTrue(stamps.redeem(first, one.key()).load().complete(VALUE));
    assertTrue(stamps.redeem(second, one.key()).load().complete(VALUE));
  }

  @Test
  void shouldLetTheNextLoadAtOnceWhenTheFirstLoadIsOvertaken() {
    String first = leased(one);
    Grant.Busy busy = assertInstanceOf(Grant.Busy.class, ask(one));
    node.apply(new dev.freshet.events.values.Target.Key("item:1")).join();

    String second = leased(one);

    assertTrue(busy.ended().isDone(), "who waits for the first looks again");
    assertFalse(stamps.redeem(first, one.key()).load().complete(VALUE));
    assertTrue(stamps.redeem(second, one.key()).load().complete(VALUE));
  }

  @Test
  void shouldWakeThoseWhoWaitWhenALoadEnds() {
    String stamp = leased(one);
    Grant.Busy busy = assertInstanceOf(Grant.Busy.class, ask(one));
    assertFalse(busy.ended().isDone());

    stamps.end(stamps.redeem(stamp, one.key()));

    assertTrue(busy.ended().isDone());
    leased(one);
  }

  @Test
  void shouldLetThoseLookAgainWhoLookedBeforeALoadEnded() {
    String stamp = leased(one);
    long before = stamps.mark();
    stamps.end(stamps.redeem(stamp, one.key()));

    assertInstanceOf(Grant.LookAgain.class, stamps.ask(one.key(), before, one::beginLoad));
    leased(one);
  }

  @Test
  void shouldTakeAStampAgainWhileItLives() {
    String stamp = leased(one);
    stamps.end(stamps.redeem(stamp, one.key()));
    pass(Duration.ofSeconds(59));

    assertTrue(stamps.redeem(stamp, one.key()).load().complete(VALUE));
    pass(Duration.ofSeconds(1));

    assertRefused(NodeProblem.STAMP_UNKNOWN, stamps, stamp, one);
  }

  @Test
  void shouldRefuseTheStampOfAnotherStartOrNode() {
    assertRefused(NodeProblem.STAMP_UNKNOWN, stamps(), leased(one), one);
  }

  @Test
  void shouldRefuseTheStampOfAnotherKey() {
    assertRefused(NodeProblem.STAMP_OF_ANOTHER_KEY, stamps, leased(one), two);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "no stamp!", "AAAAAAAAAAAAAAAAAAAAAA", "AAAA"})
  void shouldRefuseWhatIsNoStamp(String text) {
    assertRefused(NodeProblem.STAMP_UNKNOWN, stamps, text, one);
  }

  @Test
  void shouldForgetStampsRatherThanRememberMoreThanItMay() {
    List<String> all =
        java.util.stream.IntStream.range(0, 1_000)
            .mapToObj(i -> leased(index.find("item:n" + i, null)))
            .toList();
    stamps.tidyUp();

    long known =
        java.util.stream.IntStream.range(0, 1_000)
            .filter(i -> isKnown(all.get(i), index.find("item:n" + i, null)))
            .count();

    assertEquals(100, known);
  }

  private boolean isKnown(String stamp, Place<?> place) {
    try {
      var unused = stamps.redeem(stamp, place.key());
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private String leased(Place<?> place) {
    return assertInstanceOf(Grant.Leased.class, ask(place)).stamp();
  }

  private Grant ask(Place<?> place) {
    return stamps.ask(place.key(), stamps.mark(), place::beginLoad);
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private static void assertRefused(
      NodeProblem problem, Stamps stamps, String stamp, Place<?> place) {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> stamps.redeem(stamp, place.key()));

    assertEquals(problem.title(), refused.problem().title());
  }
}
