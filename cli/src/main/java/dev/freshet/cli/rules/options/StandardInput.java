// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.Limit;
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
   * @throws dev.freshet.rules.source.InvalidRuleFileException if it is no UTF-8
   */
  public static RuleSource read() throws IOException {
    // What is beyond any limit is not kept; whoever reads the text then names the limit.
    return RuleSource.ofUtf8(FILE, FILE, 0, System.in.readNBytes(4 * Limit.FILE_SIZE.max() + 4));
  }
}
