// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.http.Exchange;
import java.time.Duration;
import java.util.Optional;

/** The parameters with which a request says that it waits. Pure. */
public final class Waits {
  static final Duration LONGEST = Duration.ofMinutes(1);
  private static final String DEFAULT = "5s";

  private Waits() {}

  /**
   * For how long a request with {@code wait=applied} waits; empty if it does not.
   *
   * @throws dev.freshet.http.problem.ProblemException if the timeout is none
   */
  public static Optional<Duration> of(Exchange exchange) {
    return exchange
        .optional("wait")
        .map(
            applied ->
                Durations.parse("timeout", exchange.optional("timeout").orElse(DEFAULT), LONGEST));
  }
}
