// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.MatchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Runs tests. Pure but for the clock that times them; safe for any thread. */
public final class CaseRun {
  private CaseRun() {}

  /**
   * Runs the tests whose names a filter accepts. Coverage counts these alone, over all rules of all
   * test files.
   */
  public static CaseReport run(CaseSuite suite, Predicate<String> names) {
    return run(suite, names, System::nanoTime);
  }

  static CaseReport run(CaseSuite suite, Predicate<String> names, LongSupplier nanoClock) {
    CoverageMeter meter = new CoverageMeter();
    List<CaseResult> results = new ArrayList<>();
    for (TestFile file : suite.files()) {
      meter.add(file.rules());
      for (TestCase test : file.tests()) {
        if (names.test(test.name())) {
          results.add(run(file, test, meter, nanoClock));
        }
      }
    }
    return new CaseReport(results, meter.coverage());
  }

  private static CaseResult run(
      TestFile file, TestCase test, CoverageMeter meter, LongSupplier nanoClock) {
    long start = nanoClock.getAsLong();
    List<MatchResult> found =
        test.events().stream().map(event -> file.rules().book().match(event, test.at())).toList();
    List<Difference> differences = Comparison.compare(test, file.rules(), found);
    Duration duration = Duration.ofNanos(nanoClock.getAsLong() - start);
    for (int i = 0; i < found.size(); i++) {
      meter.count(file.rules(), test, test.events().get(i).type(), found.get(i));
    }
    return new CaseResult(file.name(), test.name(), test.location(), duration, differences);
  }
}
