// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.List;

/** Settings are wrong or missing; names all of them, and shows no secret. */
public final class WrongSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // exceptions are not serialized here, and List.copyOf would be
  private final List<String> problems;

  /** With all that is wrong, each in a line; shows no secret. */
  public WrongSettingsException(List<String> problems) {
    super(
        problems.size() == 1
            ? "found a setting that is wrong or missing"
            : "found " + problems.size() + " settings that are wrong or missing");
    this.problems = List.copyOf(problems);
  }

  /** Each in a line. */
  public List<String> problems() {
    return problems;
  }
}
