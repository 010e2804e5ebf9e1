// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;

/** What makes a warm-up job run. Immutable and safe for any thread. */
public sealed interface Trigger {

  /** Time, at a distance. */
  record Every(Duration distance) implements Trigger {}

  /**
   * Time, by the calendar.
   *
   * @param text five fields of Unix cron, in UTC
   */
  record Cron(Scalar text) implements Trigger {}

  /**
   * A rule has invalidated something.
   *
   * @param ruleSet the rule's set
   * @param ruleId the rule's id in it
   * @param delay how long to wait; zero: not at all
   * @param text the rule as it is written
   */
  record After(String ruleSet, String ruleId, Duration delay, Scalar text) implements Trigger {}

  /** A node joins, and warms itself. */
  record OnJoin() implements Trigger {}

  /** Somebody asks for it. */
  record OnDemand() implements Trigger {}
}
