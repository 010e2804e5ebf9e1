// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

/** The promise was broken. */
final class StaleReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleReadException(String what) {
    super(what);
  }
}
