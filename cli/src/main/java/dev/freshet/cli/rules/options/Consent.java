// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.cli.UsageFailure;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something is changed: never where nobody can answer. */
public final class Consent {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  /**
   * Whether it may be done.
   *
   * @throws UsageFailure if nobody can be asked
   */
  public boolean given(String question) {
    if (yes) {
      return true;
    }
    Console console = Boolean.getBoolean("freshet.terminal") ? System.console() : null;
    if (console == null) {
      throw new UsageFailure("--yes: found none, expected it where there is no terminal to ask on");
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
