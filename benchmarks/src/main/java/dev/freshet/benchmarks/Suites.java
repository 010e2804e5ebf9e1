// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.benchmarks.api.ApiSuite;
import dev.freshet.benchmarks.faults.CutSuite;
import dev.freshet.benchmarks.faults.RaceSuite;
import dev.freshet.benchmarks.fill.FillSuite;
import dev.freshet.benchmarks.footprint.FootprintSuite;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.l1.L1Suite;
import dev.freshet.benchmarks.l2.L2Suite;
import dev.freshet.benchmarks.memory.MemorySuite;
import dev.freshet.benchmarks.purge.PurgeSuite;
import dev.freshet.benchmarks.rules.RulesSuite;
import dev.freshet.benchmarks.soak.SoakSuite;
import dev.freshet.benchmarks.stampede.StampedeSuite;
import dev.freshet.benchmarks.streams.MappingSuite;
import dev.freshet.benchmarks.streams.PropagationSuite;
import dev.freshet.benchmarks.warmup.WarmupSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The suites there are, in the order in which they run. */
final class Suites {
  static final List<Suite> ALL =
      List.of(
          new L1Suite(),
          new L2Suite(),
          new PurgeSuite(),
          new MemorySuite(),
          new RulesSuite(),
          new ApiSuite(),
          new PropagationSuite(),
          new MappingSuite(),
          new WarmupSuite(),
          new StampedeSuite(),
          new FillSuite(),
          new RaceSuite(),
          new CutSuite(),
          new FootprintSuite(),
          new SoakSuite());

  private Suites() {}

  /** The names of all, for the help. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(names());
    }
  }

  /** Those that run if nobody says which. */
  static List<Suite> unasked() {
    return ALL.stream().filter(suite -> !suite.isOnlyByName()).toList();
  }

  static List<String> names() {
    return ALL.stream().map(Suite::name).toList();
  }

  static Optional<Suite> named(String name) {
    return ALL.stream().filter(suite -> suite.name().equals(name)).findFirst();
  }
}
