// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import org.jspecify.annotations.Nullable;

/** Why something failed, in a line. Stateless. */
final class Reasons {
  private Reasons() {}

  /** The innermost message, or the name of the failure if it has none. */
  static String of(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null) {
      return of(cause);
    }
    @Nullable String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
