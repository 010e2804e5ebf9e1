// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.List;

/**
 * No read is stale in half an hour of mixed load in which Redis, the broker, the coordinator or the
 * network fails every minute, and none of any key when it is over. How much that shows depends on
 * how much was read: no more nines are claimed than the rule of three allows.
 */
public final class SoakSuite implements Suite {
  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "mixed load on two nodes, with a fault every minute; every read is checked";
  }

  @Override
  public boolean isOnlyByName() {
    return true;
  }

  /** A single long one. */
  @Override
  public int rounds(Effort effort) {
    return 1;
  }

  @Override
  public Trials open(Effort effort) {
    Rig rig = new Rig();
    Soak soak = new Soak(rig, effort.endurance());
    return Trials.of(
        List.of(
            new Trial(
                "two nodes, Redis, a coordinator",
                List.of(
                    Claim.of(Soak.STALE, "reads").atMost(0),
                    Claim.of(Soak.WRONG, "keys").atMost(0),
                    Claim.of(Soak.CHECKED, "reads"),
                    Claim.of(Soak.HIGHEST, "in a million"),
                    Claim.of(Soak.NINES, "nines"),
                    Claim.of(Soak.CHANGES, "changes"),
                    Claim.of(Soak.FAULTS, "faults"),
                    Claim.of(Soak.BLIND, "s")),
                soak::measure)),
        rig::close);
  }
}
