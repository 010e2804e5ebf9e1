// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.asyncapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts documents together, in the order in which things are said. */
final class Tree {
  private Tree() {}

  /** Names and values by turns. */
  static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return tree;
  }

  static Map<String, Object> ref(String pointer) {
    return of("$ref", pointer);
  }

  static Map<String, Object> text(String description) {
    return of("type", "string", "description", description);
  }

  /** A JSON Schema of an object that may have more. */
  static Map<String, Object> object(List<String> required, Object... namesAndSchemas) {
    return of("type", "object", "required", required, "properties", of(namesAndSchemas));
  }
}
