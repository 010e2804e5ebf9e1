// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import java.util.Locale;

/** The names that constants have in JSON: {@code in-process} for {@code IN_PROCESS}. */
final class JsonNames {
  private JsonNames() {}

  static String of(Enum<?> constant) {
    return of(constant.name());
  }

  static String of(String symbol) {
    return symbol.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
