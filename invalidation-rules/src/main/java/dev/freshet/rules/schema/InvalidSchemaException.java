// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

/** A schema file that cannot be used. The message names the file and what is wrong with it. */
public final class InvalidSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSchemaException(String message) {
    super(message);
  }
}
