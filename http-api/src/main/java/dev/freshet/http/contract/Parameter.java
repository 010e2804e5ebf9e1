// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import java.util.List;

/**
 * A parameter that an operation declares.
 *
 * @param name unique in its operation
 * @param defaults the values if it is not given; empty for none
 * @param list whether it is an array, which comes as repeated values
 * @param commas whether a comma separates values, too: {@code explode: false}. Else it is part of
 *     one, as OpenAPI has it for queries
 */
record Parameter(
    String name,
    Place in,
    boolean required,
    boolean list,
    boolean commas,
    List<String> defaults,
    Schema schema) {

  /** Where a parameter is in the request. */
  enum Place {
    PATH,
    QUERY,
    HEADER;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  String pointer() {
    return in.label() + ":" + name;
  }
}
