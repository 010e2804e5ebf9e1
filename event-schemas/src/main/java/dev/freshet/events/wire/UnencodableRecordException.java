// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

/**
 * A record that cannot be written: it does not fit its schema, or the registry refuses the schema,
 * for example as incompatible with an earlier one.
 */
public final class UnencodableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnencodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
