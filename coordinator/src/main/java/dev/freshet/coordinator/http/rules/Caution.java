// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.http.Exchange;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.List;

/**
 * How carefully rules are put in force. Immutable.
 *
 * @param shadow whether new and changed rules are only to be watched
 * @param force whether to go on above the blast-radius limit
 * @param replay how much of the past to replay; zero: none
 */
record Caution(boolean shadow, boolean force, Duration replay) {

  /**
   * Reads the query.
   *
   * @throws ProblemException if force is used without a reason
   */
  static Caution of(Exchange exchange, Change change) {
    boolean force = exchange.flag("force");
    if (force && change.by().reason().isBlank()) {
      String message = "force: found no reason beside it, expected one";
      throw ProblemException.of(
          HttpCode.INVALID_PARAMETER,
          message,
          List.of(Finding.at(HttpCode.INVALID_PARAMETER, "query:force", message)));
    }
    return new Caution(exchange.optional("mode").isPresent(), force, RuleTrials.span(exchange));
  }
}
