// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.StateFilter;
import dev.freshet.events.state.StreamCursor;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants.
 *
 * @param after behind which event it goes on; empty for those to come
 */
record Subscription(StateFilter filter, Optional<StreamCursor> after) {
  private static final Set<String> FIELDS = Set.of("kinds", "subject", "after");

  /**
   * As given.
   *
   * @throws IllegalArgumentException if the cursor or a kind is wrong; names it
   */
  static Subscription of(List<String> kinds, @Nullable String subject, @Nullable String after) {
    Optional<StreamCursor> cursor = Optional.ofNullable(after).map(StreamCursor::parse);
    cursor
        .filter(given -> given.partition() != 0)
        .ifPresent(
            given -> {
              throw new IllegalArgumentException(
                  "cursor: found partition " + given.partition() + ", expected 0: there is one");
            });
    return new Subscription(StateFilter.of(kinds, subject), cursor);
  }

  /**
   * From a message of a client: an object with {@code kinds}, {@code subject} and {@code after},
   * each of which may be missing.
   *
   * @throws IllegalArgumentException if it is something else; says what
   */
  static Subscription parse(String message) {
    try {
      JsonObject json = new JsonObject(message);
      Set<String> unknown = new TreeSet<>(json.fieldNames());
      unknown.removeAll(FIELDS);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "message: found field '"
                + unknown.iterator().next()
                + "', expected kinds, subject or after");
      }
      JsonArray kinds = json.getJsonArray("kinds", new JsonArray());
      List<String> names = kinds.stream().map(String.class::cast).toList();
      return of(names, json.getString("subject"), json.getString("after"));
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(
          "message: found no JSON object of texts, expected {\"kinds\": [], \"subject\": \"\","
              + " \"after\": \"\"}",
          e);
    }
  }
}
