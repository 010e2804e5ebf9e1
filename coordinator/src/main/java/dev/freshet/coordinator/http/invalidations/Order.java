// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.rule.OutputDefinition.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to invalidate. Immutable.
 *
 * @param targets as they are named
 * @param reason why, and by whom if that was said
 */
record Order(List<Named> targets, String reason) {
  private static final List<String> KINDS = List.of("key", "tag", "pattern", "region", "all");

  /**
   * A target by its name.
   *
   * @param place where it stands in the body, as a JSON pointer
   */
  record Named(Kind kind, String text, String place) {}

  Order {
    targets = List.copyOf(targets);
  }

  /**
   * Reads a body that fits the schema {@code Invalidation}.
   *
   * @throws ProblemException if a target names none of the kinds, or several
   */
  static Order of(JsonObject body) {
    JsonArray targets = body.getJsonArray("targets");
    List<Named> named = new ArrayList<>();
    List<Finding> problems = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      JsonObject target = targets.getJsonObject(i);
      String place = "/targets/" + i;
      List<String> kinds = KINDS.stream().filter(target::containsKey).toList();
      String problem = problem(target, kinds);
      if (problem == null) {
        named.add(named(target, kinds.get(0), place));
      } else {
        problems.add(Finding.at(HttpCode.INVALID_BODY, place, "target: " + problem));
      }
    }
    if (!problems.isEmpty()) {
      throw ProblemException.of(
          HttpCode.INVALID_BODY, "body: found targets that are none", problems);
    }
    String by = body.getString("by");
    return new Order(named, body.getString("reason") + (by == null ? "" : ", by " + by));
  }

  private static @Nullable String problem(JsonObject target, List<String> kinds) {
    if (kinds.size() != 1) {
      return "found " + (kinds.isEmpty() ? "none" : kinds) + ", expected one of " + KINDS;
    }
    return target.getBoolean("scan", false) && !kinds.get(0).equals("pattern")
        ? "found scan beside " + kinds.get(0) + ", expected it beside pattern alone"
        : null;
  }

  private static Named named(JsonObject target, String name, String place) {
    Kind kind =
        target.getBoolean("scan", false) ? Kind.SCAN : Kind.valueOf(name.toUpperCase(Locale.ROOT));
    return new Named(kind, String.valueOf(target.getValue(name)), place + "/" + name);
  }
}
