// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import org.jspecify.annotations.Nullable;

/** Bytes in L2 that are of no format known here, damaged, or cut. Always handled as a miss. */
public final class MalformedEnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEnvelopeException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
