// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

/**
 * The schema registry did not answer, or answered that it cannot serve this client now. Says
 * nothing about the record: repeat later.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
