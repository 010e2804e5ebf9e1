// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import java.util.Arrays;

/**
 * Every decision of one schedule, in order: drawn from a seed, or read from a recording that is
 * being shrunk. A schedule is a function of its choices, and by convention 0 is the simplest choice
 * everywhere: the same actor goes on, nobody else takes part, nothing breaks. A recording with more
 * zeros, or one that ends earlier, is therefore a simpler schedule.
 *
 * <p>For whoever has the baton.
 */
final class Choices {
  private final int[] given;

  /** Whether what was not given is drawn; else it is 0. */
  private final boolean drawn;

  private long state;
  private int[] made = new int[512];
  private int count;

  private Choices(int[] given, boolean drawn, long seed) {
    this.given = given;
    this.drawn = drawn;
    this.state = mix(seed);
  }

  /** Choices that the seed alone decides. */
  static Choices of(long seed) {
    return new Choices(new int[0], true, seed);
  }

  /** Recorded choices; behind their end all are 0. */
  static Choices of(int[] recorded) {
    return new Choices(recorded, false, 0);
  }

  /** Recorded choices; behind their end the seed decides. */
  static Choices of(int[] recorded, long seed) {
    return new Choices(recorded, true, seed);
  }

  /** The next choice: 0 to {@code bound} - 1. */
  int below(int bound) {
    if (bound == 1) {
      return 0;
    }
    int choice = count < given.length ? Math.min(given[count], bound - 1) : drawn ? draw(bound) : 0;
    if (count == made.length) {
      made = Arrays.copyOf(made, 2 * count);
    }
    made[count++] = choice;
    return choice;
  }

  /** How many were made so far. */
  int count() {
    return count;
  }

  /** What was chosen so far. */
  int[] made() {
    return Arrays.copyOf(made, count);
  }

  private int draw(int bound) {
    state += 0x9E3779B97F4A7C15L;
    return (int) (((mix(state) >>> 32) * bound) >>> 32);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable PRNGs, OOPSLA 2014). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
