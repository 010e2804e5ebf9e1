// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.http.Exchange;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something, why, and with which keys. Immutable.
 *
 * @param by null if nobody says
 * @param reason null if nobody says
 * @param keys empty: as the job says
 */
record Asked(@Nullable String by, @Nullable String reason, List<String> keys) {

  Asked {
    keys = List.copyOf(keys);
  }

  /** What a body says, of which all may be missing, and the body itself. */
  static Asked of(Exchange exchange) {
    JsonObject body = exchange.body().length() == 0 ? new JsonObject() : exchange.bodyAsObject();
    List<String> keys =
        Stream.ofNullable(body.getJsonArray("keys"))
            .flatMap(all -> all.stream().map(String::valueOf))
            .distinct()
            .toList();
    return new Asked(body.getString("by"), body.getString("reason"), keys);
  }

  /** For people, in the words of planners. */
  String text() {
    String who = by == null ? "by hand" : "by " + by;
    return reason == null ? who : who + ": " + reason;
  }
}
