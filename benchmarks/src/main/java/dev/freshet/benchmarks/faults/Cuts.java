// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * One cut for all trials of a round: the first that asks in a round has it done, the others get
 * what came of it for them. For one thread.
 */
final class Cuts {
  private final Cut cut;
  private final List<List<Cut.Result>> done = new ArrayList<>();
  private final int[] taken;

  Cuts(Cut cut) {
    this.cut = cut;
    this.taken = new int[cut.all().size()];
  }

  /** The next result of one that is cut off. */
  Cut.Result next(int number) throws Exception {
    int round = taken[number]++;
    if (round == done.size()) {
      done.add(cut.run());
    }
    return done.get(round).get(number);
  }
}
