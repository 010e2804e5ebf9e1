// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import org.jspecify.annotations.Nullable;

/** Bytes in L2 that no node of this format wrote. Always handled as a miss. */
public final class MalformedEnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedEnvelopeException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
