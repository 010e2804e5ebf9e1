// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import dev.freshet.rules.schema.FieldType.Field;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds where two schemas of one event type contradict each other. Pure. */
final class Difference {
  private Difference() {}

  /** A line about the first difference that matters to rules; descriptions do not. */
  static Optional<String> between(EventShape used, EventShape other) {
    String difference = between("", used.data(), other.data());
    return Optional.ofNullable(difference)
        .map(
            found ->
                "event "
                    + used.type()
                    + ": schema "
                    + used.origin()
                    + " is used, "
                    + other.origin()
                    + " differs: "
                    + found);
  }

  private static @Nullable String between(
      String parent, FieldType.Struct used, FieldType.Struct other) {
    Set<String> names = new TreeSet<>(used.fields().keySet());
    names.addAll(other.fields().keySet());
    for (String name : names) {
      Field one = used.fields().get(name);
      Field two = other.fields().get(name);
      String difference =
          one == null || two == null
              ? "`" + parent + name + "` is in one of them only"
              : between(parent + name, one, two);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static @Nullable String between(String path, Field one, Field two) {
    if (one.type() instanceof FieldType.Struct used
        && two.type() instanceof FieldType.Struct other) {
      return between(path + ".", used, other);
    }
    String first = one.type().description();
    String second = two.type().description();
    return first.equals(second) ? null : "`" + path + "` is " + first + ", there it is " + second;
  }
}
