// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.util.SplittableRandom;

/**
 * What a load is like. Immutable.
 *
 * @param name what users call it
 * @param about what it stands for, for people
 * @param traffic how much of what comes
 * @param keys to which entries
 * @param isFilled whether every node holds every entry when it begins
 */
record Profile(String name, String about, Traffic traffic, Keys keys, boolean isFilled) {

  /**
   * How much of what comes.
   *
   * @param eventsPerSecond if nobody asks for another rate
   * @param readsPerEvent reads of all nodes together for each event
   * @param groupShare which part of the events makes a whole group stale, 0 to 1
   * @param bursts how the events are spread; reads come evenly
   */
  record Traffic(int eventsPerSecond, double readsPerEvent, double groupShare, Bursts bursts) {}

  /**
   * Which entries there are, and which of them are asked for and changed.
   *
   * @param items how many; item {@code i} is in group {@code i} modulo {@code groups}
   * @param groups how many groups they are in
   * @param hot how many of them are hot
   * @param hotShare which part of reads and changes is for those, 0 to 1
   */
  record Keys(int items, int groups, int hot, double hotShare) {

    /** Any of them, hot ones as often as is said. */
    int pick(SplittableRandom random) {
      boolean isHot = hot == items || random.nextDouble() < hotShare;
      return isHot ? random.nextInt(hot) : hot + random.nextInt(items - hot);
    }

    /** Which group an item is in. */
    int groupOf(int item) {
      return item % groups;
    }
  }

  /** How many reads of all nodes a second that many events bring. */
  double readsPerSecond(int eventsPerSecond) {
    return eventsPerSecond * traffic.readsPerEvent();
  }
}
