// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import java.util.List;

/**
 * Test files that are ready to run. Immutable and safe for any thread.
 *
 * @param files in the order of their paths
 */
public record CaseSuite(List<TestFile> files) {
  public CaseSuite {
    files = List.copyOf(files);
  }

  /** How many tests there are. */
  public int size() {
    return files.stream().mapToInt(TestFile::size).sum();
  }
}
