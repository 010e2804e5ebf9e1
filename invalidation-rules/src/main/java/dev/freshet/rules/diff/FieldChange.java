// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import org.jspecify.annotations.Nullable;

/** One thing that a declaration says differently. Immutable and safe for any thread. */
public sealed interface FieldChange {

  /** The key, with the keys around it: {@code l1.ttl}. */
  String field();

  /**
   * A single value.
   *
   * @param before null if nothing was said, and nothing held by default
   * @param after null likewise
   */
  record Value(String field, @Nullable String before, @Nullable String after)
      implements FieldChange {

    @Override
    public String toString() {
      return field + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(@Nullable String value) {
      return value == null ? "(none)" : value.strip().replace("\n", "\\n");
    }
  }

  /** An item that a list has now. */
  record Added(String field, String item) implements FieldChange {
    @Override
    public String toString() {
      return field + ": + " + item;
    }
  }

  /** An item that a list had. */
  record Removed(String field, String item) implements FieldChange {
    @Override
    public String toString() {
      return field + ": - " + item;
    }
  }
}
