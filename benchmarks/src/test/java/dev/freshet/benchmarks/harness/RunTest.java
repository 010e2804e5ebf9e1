// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.benchmarks.harness.Figure.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final Effort THREE_ROUNDS =
      new Effort("test", 3, 0, Duration.ZERO, Duration.ZERO, 1, 1, 1);

  private final List<String> measured = new ArrayList<>();
  private boolean isClosed;

  /** What the suite says; 0: nothing. */
  private int rounds;

  @Test
  void shouldMeasureEveryOtherRoundBackwards() {
    run(trial("a", Claim.of("time", "ns"), 1, 1, 1), trial("b", Claim.of("time", "ns"), 1, 1, 1));

    assertEquals(List.of("1 a", "1 b", "2 b", "2 a", "3 a", "3 b"), measured);
    assertTrue(isClosed);
  }

  @Test
  void shouldMeasureAsOftenAsTheSuiteSays() {
    rounds = 1;

    Figure figure = run(trial("a", Claim.of("time", "ns"), 7)).get(0);

    assertEquals(List.of("1 a"), measured);
    assertEquals(1, figure.repeats());
  }

  @Test
  void shouldMeasureATrialInNoMoreRoundsThanItSays() {
    List<Figure> figures =
        run(
            trial("a", Claim.of("time", "ns"), 1, 1, 1),
            trial("b", Claim.of("time", "ns"), 7).inRounds(1));

    assertEquals(List.of("1 a", "1 b", "2 a", "3 a"), measured);
    assertEquals(1, figures.get(1).repeats());
  }

  @Test
  void shouldDivideByTheFirstRoundsOfAReferenceThatHasMore() {
    Claim claim = Claim.of("time", "ns").beside("reference");

    List<Figure> figures =
        run(
            trial("reference", Claim.of("time", "ns"), 10, 100, 1000),
            trial("subject", claim, 30).inRounds(1));

    assertEquals(new BigDecimal("3"), figures.get(1).ratio());
  }

  @Test
  void shouldSayWhichSuiteCouldNotBeOpened() {
    Suite closed =
        suite(
            () -> {
              throw new IllegalStateException("no Redis");
            });

    FailedTrialException failed = assertThrows(FailedTrialException.class, () -> run(closed));

    assertTrue(failed.toString().contains("suite tried: could not be opened"), failed.toString());
    assertTrue(failed.toString().contains("no Redis"), failed.toString());
  }

  @Test
  void shouldPublishTheMedianAndTheSpread() {
    Figure figure = run(trial("a", Claim.of("time", "ns"), 30, 10.1234, 1000.4)).get(0);

    assertEquals(new BigDecimal("30"), figure.value());
    assertEquals(new BigDecimal("10.1"), figure.min());
    assertEquals(new BigDecimal("1000"), figure.max());
    assertEquals(3, figure.repeats());
    assertNull(figure.ratio());
    assertNull(figure.verdict());
  }

  @Test
  void shouldDivideByTheReferenceOfTheSameRound() {
    Claim claim = Claim.of("time", "ns").beside("reference").atMostTimes(1.3);

    List<Figure> figures =
        run(
            trial("reference", Claim.of("time", "ns"), 10, 100, 1000),
            trial("subject", claim, 20, 120, 1200));

    // The rounds' ratios are 2, 1.2 and 1.2; that of the medians is 1.2 too, of the means 1.21.
    assertEquals(new BigDecimal("1.2"), figures.get(1).ratio());
    assertEquals(Verdict.PASS, figures.get(1).verdict());
  }

  @Test
  void shouldMissBudgetsThatDoNotHold() {
    Claim ratio = Claim.of("time", "ns").beside("reference").atMostTimes(1.3);
    Claim value = Claim.of("time", "ns").atMost(5);

    List<Figure> figures =
        run(
            trial("reference", Claim.of("time", "ns"), 10, 10, 10),
            trial("by ratio", ratio, 14, 14, 14),
            trial("by value", value, 4, 5.1, 6));

    assertEquals(Verdict.MISS, figures.get(1).verdict());
    assertEquals("<= 1.3 x", figures.get(1).budget());
    assertEquals(Verdict.MISS, figures.get(2).verdict());
    assertEquals("<= 5 ns", figures.get(2).budget());
  }

  @Test
  void shouldHoldOthersToTheLeadThatOursHas() {
    Claim lead = Claim.of("time", "ns").beside("ours").atLeastTimes(3);

    List<Figure> figures =
        run(
            trial("ours", Claim.of("time", "ns"), 10, 10, 10),
            trial("far behind", lead, 30, 30, 30),
            trial("close behind", lead, 29, 29, 29));

    assertEquals(Verdict.PASS, figures.get(1).verdict());
    assertEquals(">= 3 x", figures.get(1).budget());
    assertEquals(Verdict.MISS, figures.get(2).verdict());
  }

  @Test
  void shouldRefuseARatioToWhatThisRunDidNotMeasure() {
    Trial alone = trial("a", Claim.of("time", "ns").beside("elsewhere"), 1, 1, 1);

    IllegalStateException refused = assertThrows(IllegalStateException.class, () -> run(alone));

    assertTrue(refused.toString().contains("reference elsewhere"), refused.toString());
  }

  @Test
  void shouldRefuseARatioToNothing() {
    Claim claim = Claim.of("time", "ns").beside("reference");

    FailedTrialException refused =
        assertThrows(
            FailedTrialException.class,
            () ->
                run(
                    trial("reference", Claim.of("time", "ns"), 1, 0, 1),
                    trial("a", claim, 1, 1, 1)));

    assertTrue(refused.toString().contains("found 0 for its reference"), refused.toString());
  }

  @Test
  void shouldEndWithTheTrialThatFailed() {
    Trial failing =
        new Trial(
            "a",
            List.of(Claim.of("time", "ns")),
            () -> {
              throw new IllegalStateException("no hits");
            });

    FailedTrialException failed = assertThrows(FailedTrialException.class, () -> run(failing));

    assertTrue(failed.toString().contains("suite tried, a:"), failed.toString());
    assertTrue(isClosed);
  }

  @Test
  void shouldPutTheLossesFirst() {
    Claim claim = Claim.of("time", "ns").atMost(5);
    List<Figure> figures = run(trial("kept", claim, 1, 1, 1), trial("lost", claim, 6, 6, 6));

    String markdown =
        new Report(List.of("here"), List.of(new Report.Part("tried", "A title", figures)))
            .markdown();

    String losses = markdown.substring(0, markdown.indexOf("### `tried`: A title"));
    assertTrue(losses.contains("| lost | time | 6 ns |"), markdown);
    assertTrue(!losses.contains("| kept |"), markdown);
  }

  private static Trial trial(String subject, Claim claim, double... values) {
    Deque<Double> left = new ArrayDeque<>();
    for (double value : values) {
      left.add(value);
    }
    return new Trial(
        subject, List.of(claim), () -> List.of(new Reading(claim.metric(), left.remove())));
  }

  private List<Figure> run(Trial... trials) {
    return run(suite(() -> Suite.Trials.of(List.of(trials), () -> isClosed = true)));
  }

  private List<Figure> run(Suite suite) {
    return new Run(
            THREE_ROUNDS, (name, round, rounds, subject) -> measured.add(round + " " + subject))
        .of(suite);
  }

  private Suite suite(Supplier<Suite.Trials> trials) {
    return new Suite() {
      @Override
      public String name() {
        return "tried";
      }

      @Override
      public String title() {
        return "A title";
      }

      @Override
      public int rounds(Effort effort) {
        return rounds == 0 ? Suite.super.rounds(effort) : rounds;
      }

      @Override
      public Trials open(Effort effort) {
        return trials.get();
      }
    };
  }
}
