// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import java.time.Duration;
import java.util.List;

/**
 * What came of all tests. Immutable and safe for any thread.
 *
 * @param results in the order of the files
 * @param coverage how much of the rules was tested
 */
public record CaseReport(List<CaseResult> results, Coverage coverage) {
  public CaseReport {
    results = List.copyOf(results);
  }

  /** The tests that failed. */
  public List<CaseResult> failed() {
    return results.stream().filter(result -> !result.passed()).toList();
  }

  /** How long all tests took, without reading and compiling. */
  public Duration duration() {
    return results.stream().map(CaseResult::duration).reduce(Duration.ZERO, Duration::plus);
  }
}
