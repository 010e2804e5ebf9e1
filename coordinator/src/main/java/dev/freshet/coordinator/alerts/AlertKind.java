// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

/** What can be wrong. Names are stable. */
enum AlertKind {
  /** Too many reads of a region miss. */
  HIT_RATE("hit-rate", Severity.WARNING),
  /** Too many loads of a region fail. */
  LOAD_ERRORS("load-errors", Severity.WARNING),
  /** Loads of a region take too long. */
  LOAD_LATENCY("load-latency", Severity.WARNING),
  /** Events take too long until a node has applied them. */
  APPLY_LATENCY("apply-latency", Severity.WARNING),
  /** A node applies no events any more. */
  CLOSED_TIME_STANDS("closed-time-stands", Severity.CRITICAL),
  /** A node uses too much of its heap. */
  MEMORY("memory", Severity.WARNING),
  /** A node leaves its L2 store alone. */
  REDIS_DOWN("redis-down", Severity.CRITICAL),
  /** Nothing is heard of a member. */
  NO_HEARTBEAT("no-heartbeat", Severity.CRITICAL);

  /** How bad it is. */
  enum Severity {
    WARNING("warning"),
    CRITICAL("critical");

    private final String text;

    Severity(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final String text;
  private final Severity severity;

  AlertKind(String text, Severity severity) {
    this.text = text;
    this.severity = severity;
  }

  String text() {
    return text;
  }

  Severity severity() {
    return severity;
  }
}
