// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

/**
 * How the circuit before a store stands.
 *
 * <pre>
 *            too many failed or slow
 *   CLOSED ---------------------------> OPEN
 *     ^                                 |  ^
 *     | probes succeed    time to wait, |  | probes fail
 *     |                   then a call   v  |
 *     +------------------------------ HALF_OPEN
 * </pre>
 */
public enum CircuitState {
  /** Calls reach the store. */
  CLOSED,
  /** Calls fail at once, without reaching the store. */
  OPEN,
  /** A few calls reach the store to see whether it is back; the others fail at once. */
  HALF_OPEN
}
