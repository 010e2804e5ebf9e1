// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import java.util.Locale;

/** Why a command is held. */
public enum Kind {
  /** One command for all events that name its target while it waits. */
  COALESCED,
  /** As {@link #COALESCED}, instead of commands beyond a rule's limit. */
  LIMITED,
  /** Was sent already, and is sent once more. */
  REPEATED;

  private static final int SLACK_DIVISOR = 10;
  private static final long MOST_SLACK_MS = 1_000;

  /**
   * Whether events wait with the command: it is the first for them, so that no marker may pass them
   * before it is written.
   */
  public boolean holdsBackEvents() {
    return this != REPEATED;
  }

  /**
   * How long after its first event a command is sent. The first is sent within its wait, whatever
   * follows. What is repeated must come at least its wait after every event that it stands for, and
   * must not be put off by each further one: it takes in the events of a short time and waits for
   * that much longer.
   */
  long sendAfterMs(long waitMs) {
    return this == REPEATED ? waitMs + slackMs(waitMs) : waitMs;
  }

  /** How long after its first event a command takes in others. */
  long mergeForMs(long waitMs) {
    return this == REPEATED ? slackMs(waitMs) : waitMs;
  }

  private static long slackMs(long waitMs) {
    return Math.min(waitMs / SLACK_DIVISOR, MOST_SLACK_MS);
  }

  /** The word in counters and in the changelog. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
