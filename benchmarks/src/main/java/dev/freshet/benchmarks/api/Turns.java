// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A subject and its reference, measured in turns of a fraction of a second, so that what slows the
 * machine for a while slows both. Whichever of the two trials of a round comes first measures both;
 * the first round of all also warms both up, for as long as a new JVM needs. For one thread.
 */
final class Turns {
  static final String TIME = "time";

  private final List<Side> sides;
  private final Effort effort;
  private final int warmUps;
  private final Map<Side, Double> measured = new HashMap<>();
  private boolean isWarm;

  /**
   * One of those that take turns.
   *
   * @param claim on {@link #TIME}
   * @param callers how many call at once
   * @param things how many of what is counted one call does
   * @param caller makes a caller
   */
  record Side(
      String subject, Claim claim, int callers, int things, Callable<Callable<Void>> caller) {}

  private Turns(List<Side> sides, Effort effort, int warmUps) {
    this.sides = sides;
    this.effort = effort;
    this.warmUps = warmUps;
  }

  /**
   * Their trials, in this order.
   *
   * @param warmUps how many times the usual, since servers are JVMs that have just started
   */
  static List<Trial> of(Effort effort, int warmUps, Side reference, Side subject) {
    Turns turns = new Turns(List.of(reference, subject), effort, warmUps);
    return turns.sides.stream()
        .map(side -> new Trial(side.subject(), List.of(side.claim()), () -> turns.take(side)))
        .toList();
  }

  private List<Reading> take(Side side) throws Exception {
    if (!measured.containsKey(side)) {
      measure();
    }
    return List.of(new Reading(TIME, Objects.requireNonNull(measured.remove(side))));
  }

  private void measure() throws Exception {
    List<Calling> calling = new ArrayList<>();
    for (Side side : sides) {
      calling.add(Calling.begin(side));
    }
    if (!isWarm) {
      Map<Side, Double> unused = inTurns(calling, warmUps, effort.warmup());
      isWarm = true;
    }
    measured.putAll(inTurns(calling, effort.iterations(), effort.iteration()));
  }

  /** How long one of the things takes each side, over all its turns. */
  private static Map<Side, Double> inTurns(List<Calling> calling, int turns, Duration turn)
      throws Exception {
    Map<Side, Double> callsPerMicro = new HashMap<>();
    List<Calling> order = new ArrayList<>(calling);
    for (int number = 0; number < turns; number++) {
      for (Calling each : order) {
        double micros = Pace.micros(each.callers(), Duration.ZERO, turn);
        callsPerMicro.merge(each.side(), 1 / micros, Double::sum);
      }
      Collections.reverse(order);
    }
    callsPerMicro.replaceAll((side, calls) -> turns / calls / side.things());
    return callsPerMicro;
  }

  /** A side with its callers. */
  private record Calling(Side side, List<Callable<Void>> callers) {
    static Calling begin(Side side) throws Exception {
      List<Callable<Void>> callers = new ArrayList<>();
      for (int each = 0; each < side.callers(); each++) {
        callers.add(side.caller().call());
      }
      return new Calling(side, callers);
    }
  }
}
