// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.source.Location;
import java.time.Duration;
import java.util.List;

/**
 * What came of a test. Immutable.
 *
 * @param file the test file
 * @param name the test's name
 * @param location where the name stands
 * @param duration how long it took
 * @param differences none if it passed
 */
public record CaseResult(
    String file, String name, Location location, Duration duration, List<Difference> differences) {
  public CaseResult {
    differences = List.copyOf(differences);
  }

  /** Whether everything was as expected. */
  public boolean passed() {
    return differences.isEmpty();
  }
}
