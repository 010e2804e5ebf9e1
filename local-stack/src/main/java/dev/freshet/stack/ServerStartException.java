// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import org.jspecify.annotations.Nullable;

/** Thrown when a server does not come up; the message says which, where and what it said last. */
public final class ServerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A message of the form {@code where: what is wrong}, and the cause where there is one. */
  public ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
