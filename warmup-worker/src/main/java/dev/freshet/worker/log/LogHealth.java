// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

/**
 * Whether a node follows the command log. Immutable.
 *
 * @param message more, for people; may be empty
 */
public record LogHealth(Kind kind, String message) {

  /** How it stands. */
  public enum Kind {
    /** The node has not read the log to its end yet since it started. */
    STARTING,
    /** It follows. */
    FOLLOWING,
    /** The cluster does not answer. */
    UNREACHABLE,
    /** The schema registry does not answer: records wait that cannot be read without it. */
    SCHEMA_REGISTRY_AWAY,
    /** The log was lost, and is about to be read from its start. */
    STARTING_OVER,
    /** The log is read to its end once more. */
    CATCHING_UP
  }

  static LogHealth of(Kind kind) {
    return new LogHealth(kind, "");
  }
}
