// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import java.io.IOException;

/** What comes from standard input where {@value #PATH} stands for a file. Stateless. */
public final class StandardInput {
  /** Stands for standard input. */
  public static final String PATH = "-";

  private static final String FILE = "standard input";

  private StandardInput() {}

  /**
   * Its whole text, under a name for messages; blocks until it ends.
   *
   * @throws dev.freshet.rules.source.InvalidRuleFileException if it is too large or no UTF-8
   */
  public static RuleSource read() throws IOException {
    return new RuleSource(FILE, FILE, 0, RuleFiles.readText(FILE, System.in));
  }
}
