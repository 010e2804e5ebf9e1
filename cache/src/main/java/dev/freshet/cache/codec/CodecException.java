// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

/** A value that cannot be encoded, or bytes that cannot be decoded. Never carries either. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CodecException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
