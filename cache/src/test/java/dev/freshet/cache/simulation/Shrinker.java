// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.simulation.Simulation.Outcome;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing schedule as simple as it can while it fails in the same way. First the plan, that
 * is who does what: acts are left out, and because that moves all that is chosen later, each
 * smaller plan gets several tries with other interleavings. Then the interleaving: stretches of
 * choices are left out or set to 0 and single ones lowered, until nothing helps (as Hypothesis
 * does; MacIver and Donaldson, Test-Case Reduction via Test-Case Generation, ECOOP 2020).
 *
 * <p>Deterministic: the same choices shrink to the same. For one use by one thread.
 */
final class Shrinker {
  /** For the plan, and again for the interleaving. */
  private static final int MOST_RUNS = 15_000;

  private static final int INTERLEAVINGS = 30;

  /** Acts take up to six choices each, with the one that there is another. */
  private static final int[] LENGTHS_OF_ACTS = {12, 8, 6, 5, 4, 3, 2, 1};

  private final Function<Choices, Outcome> run;
  private @Nullable Outcome first;
  private int[] best = {};
  private int planned;
  private int runs;

  /** Shrinks with the help of {@code run}. */
  Shrinker(Function<Choices, Outcome> run) {
    this.run = run;
  }

  /** The simplest choices found that fail as these do. */
  int[] shrink(Choices failing) {
    Outcome outcome = run.apply(failing);
    first = outcome;
    best = outcome.choices();
    planned = outcome.planned();
    untilNothingHelps(LENGTHS_OF_ACTS, () -> Arrays.copyOf(best, planned), this::tryPlan);
    runs = 0;
    untilNothingHelps(halvesOf(best.length), () -> best, this::tryAll);
    return best;
  }

  private static int[] halvesOf(int length) {
    return IntStream.iterate(Math.max(1, length / 2), half -> half > 0, half -> half / 2).toArray();
  }

  private void untilNothingHelps(int[] lengths, Supplier<int[]> now, Predicate<int[]> tryOut) {
    boolean helped = true;
    while (helped && runs < MOST_RUNS) {
      helped = false;
      for (int length : lengths) {
        helped |= leaveOut(length, now, tryOut);
        helped |= setToZero(length, now, tryOut);
      }
      helped |= lower(now, tryOut);
    }
  }

  private static boolean leaveOut(int length, Supplier<int[]> now, Predicate<int[]> tryOut) {
    boolean helped = false;
    for (int from = now.get().length - length; from >= 0; from--) {
      int[] choices = now.get();
      int rest = choices.length - from - length;
      if (rest >= 0) {
        int[] shorter = Arrays.copyOf(choices, choices.length - length);
        System.arraycopy(choices, from + length, shorter, from, rest);
        helped |= tryOut.test(shorter);
      }
    }
    return helped;
  }

  private static boolean setToZero(int length, Supplier<int[]> now, Predicate<int[]> tryOut) {
    boolean helped = false;
    for (int from = now.get().length - length; from >= 0; from -= length) {
      int[] simpler = now.get().clone();
      int end = Math.min(from + length, simpler.length);
      Arrays.fill(simpler, Math.min(from, end), end, 0);
      helped |= tryOut.test(simpler);
    }
    return helped;
  }

  private static boolean lower(Supplier<int[]> now, Predicate<int[]> tryOut) {
    boolean helped = false;
    for (int at = now.get().length - 1; at >= 0; at--) {
      for (int value = 1; at < now.get().length && value < now.get()[at]; value++) {
        int[] lower = now.get().clone();
        lower[at] = value;
        helped |= tryOut.test(lower);
      }
    }
    return helped;
  }

  private boolean tryPlan(int[] plan) {
    if (!isSimpler(plan, Arrays.copyOf(best, planned))) {
      return false;
    }
    int[] sameTail = Arrays.copyOf(plan, plan.length + best.length - planned);
    System.arraycopy(best, planned, sameTail, plan.length, best.length - planned);
    boolean helped = accept(Choices.of(sameTail), /* byPlan= */ true);
    for (int seed = 0; seed < INTERLEAVINGS && !helped; seed++) {
      helped = accept(Choices.of(plan, seed), /* byPlan= */ true);
    }
    return helped;
  }

  private boolean tryAll(int[] choices) {
    return isSimpler(choices, best) && accept(Choices.of(choices), /* byPlan= */ false);
  }

  private boolean accept(Choices choices, boolean byPlan) {
    Outcome original = first;
    if (original == null || runs++ >= MOST_RUNS) {
      return false;
    }
    Outcome tried = run.apply(choices);
    int[] made = tried.choices();
    boolean simpler =
        byPlan
            ? isSimpler(Arrays.copyOf(made, tried.planned()), Arrays.copyOf(best, planned))
            : isSimpler(made, best);
    if (!simpler || !tried.failsLike(original)) {
      return false;
    }
    best = made;
    planned = tried.planned();
    return true;
  }

  /** Shorter, or of the same length and lower in the first place where they differ. */
  private static boolean isSimpler(int[] choices, int[] than) {
    int length = lengthWithoutZeros(choices);
    int lengthThan = lengthWithoutZeros(than);
    return length < lengthThan
        || (length == lengthThan && Arrays.compare(choices, 0, length, than, 0, length) < 0);
  }

  private static int lengthWithoutZeros(int[] choices) {
    int length = choices.length;
    while (length > 0 && choices[length - 1] == 0) {
      length--;
    }
    return length;
  }
}
