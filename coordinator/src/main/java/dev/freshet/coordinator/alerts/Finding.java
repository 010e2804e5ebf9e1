// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

/**
 * Something that is wrong at one moment. Immutable.
 *
 * @param subject what it is about: {@code service/region} or {@code service/instance}
 * @param value what was found
 * @param threshold what is allowed
 * @param message for people
 */
record Finding(AlertKind kind, String subject, double value, double threshold, String message) {

  /** The same over time: {@code hit-rate/payments/payment:history}. */
  String name() {
    return kind.text() + "/" + subject;
  }
}
