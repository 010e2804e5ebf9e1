// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

/** What happens if an event lacks a field that an output needs. */
public enum OnMissing {
  /** The output fails, and the event becomes a dead letter. */
  ERROR,
  /** A target that needs the field not, and covers all that it might have meant. */
  WIDEN
}
