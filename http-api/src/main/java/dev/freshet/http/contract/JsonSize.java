// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many values there are in a JSON value, itself included. Pure. */
final class JsonSize {
  private JsonSize() {}

  /** Whether there are more than {@code most}; looks at few more than that. */
  static boolean isAbove(int most, @Nullable Object json) {
    return count(json, most) > most;
  }

  private static int count(@Nullable Object json, int most) {
    int seen = 1;
    for (Object inner : inside(json)) {
      if (seen > most) {
        break;
      }
      seen += count(inner, most - seen);
    }
    return seen;
  }

  /** Inner objects and arrays stand there as the parser makes them. */
  private static Collection<?> inside(@Nullable Object json) {
    if (json instanceof JsonObject object) {
      return object.getMap().values();
    }
    if (json instanceof JsonArray array) {
      return array.getList();
    }
    if (json instanceof Map<?, ?> map) {
      return map.values();
    }
    return json instanceof List<?> list ? list : List.of();
  }
}
