// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.source.Issue;
import java.util.List;

/**
 * Test files that are ready to run. Immutable and safe for any thread.
 *
 * @param files in the order of their paths; rules that nothing tests stand in one without tests
 * @param warnings what is odd about the tests
 */
public record CaseSuite(List<TestFile> files, List<Issue> warnings) {
  public CaseSuite {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /** How many tests there are. */
  public int size() {
    return files.stream().mapToInt(TestFile::size).sum();
  }
}
