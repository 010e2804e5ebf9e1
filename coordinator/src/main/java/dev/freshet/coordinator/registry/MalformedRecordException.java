// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

/** A record that can be decoded but is not what its topic holds. */
final class MalformedRecordException extends RuntimeException {
  /** Its code in dead letters and meters. */
  static final String REASON = "malformed";

  private static final long serialVersionUID = 1;

  MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  MalformedRecordException(String message) {
    super(message);
  }
}
