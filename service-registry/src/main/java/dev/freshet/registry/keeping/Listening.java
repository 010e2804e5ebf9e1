// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import java.time.Duration;

/**
 * For how long the observer has listened: its uptime without the gaps in which it did nothing. A
 * process that was stopped, or whose thread was held up, has heard nobody meanwhile, and must not
 * take that for their silence. It is called every half second at least while all is well.
 */
final class Listening {
  /** The longest time between two calls during which the observer is taken to have listened. */
  static final Duration LONGEST_STEP = Duration.ofSeconds(2);

  private Duration uptime;
  private Duration listened = Duration.ZERO;

  Listening(Moment start) {
    this.uptime = start.uptime();
  }

  /** Now, in time listened. A clock that runs backwards counts as one that stands. */
  Now at(Moment moment) {
    Duration step = moment.uptime().minus(uptime);
    uptime = moment.uptime();
    if (!step.isNegative()) {
      listened = listened.plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
    }
    return new Now(listened, moment.wall());
  }
}
