// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

/**
 * A value that cannot be encoded, or bytes that cannot be decoded. Never carries either, nor a
 * cause whose message may.
 */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong; names no value. */
  public CodecException(String problem) {
    super(problem);
  }

  /** With a cause that names no value, either. */
  public CodecException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
