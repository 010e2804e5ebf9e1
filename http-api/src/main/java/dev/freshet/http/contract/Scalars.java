// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The text of a parameter as the JSON value that its schema speaks of. */
final class Scalars {

  private Scalars() {}

  /** The value of the type that the schema names; the text itself where it is not of that type. */
  static Object of(Schema schema, String text) {
    return of(schema.types(""), text);
  }

  static JsonArray listOf(Schema schema, List<String> texts) {
    Set<String> types = schema.types("/items");
    JsonArray array = new JsonArray();
    texts.forEach(text -> array.add(of(types, text)));
    return array;
  }

  private static Object of(Set<String> types, String text) {
    if (types.contains("integer") && text.matches("[+-]?\\d{1,18}")) {
      return Long.parseLong(text);
    }
    if (types.contains("number") && text.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?")) {
      return new BigDecimal(text).doubleValue();
    }
    boolean isBoolean = text.equals("true") || text.equals("false");
    return types.contains("boolean") && isBoolean ? Boolean.parseBoolean(text) : text;
  }
}
