// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.rulesets.Authorship;
import dev.freshet.http.Exchange;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who changes rules, why, and how. Immutable.
 *
 * @param dryRun whether nothing is to be stored
 * @param patience for how long to wait until coordinators have it in force; zero: not at all
 */
record Change(Authorship by, boolean dryRun, Duration patience) {
  /** Who it was if nobody says. */
  static final String NOBODY = "http";

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Of an operation whose body is a rule file, or that has none: all is in the query. */
  static Change ofQuery(Exchange exchange) {
    return of(
        exchange,
        new Authorship(
            exchange.optional("by").orElse(NOBODY),
            exchange.optional("reason").orElse(""),
            exchange.optional("gitSha").orElse(null)));
  }

  /** Of an operation with a body in JSON, which says who and why. */
  static Change ofBody(Exchange exchange) {
    JsonObject body = exchange.bodyAsObject();
    @Nullable String gitSha = body.getString("gitSha");
    return of(
        exchange,
        new Authorship(body.getString("by", NOBODY), body.getString("reason", ""), gitSha));
  }

  private static Change of(Exchange exchange, Authorship by) {
    return new Change(
        by, exchange.flag("dryRun"), Durations.parse("wait", exchange.text("wait"), LONGEST_WAIT));
  }
}
