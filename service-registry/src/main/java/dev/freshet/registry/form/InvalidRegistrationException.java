// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import java.util.List;
import java.util.stream.Collectors;

/** A registration is not as it must be; names all problems. */
public final class InvalidRegistrationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidRegistrationException(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "registration:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the fields; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
