// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the fields of one object, to find those that it has twice. Most objects have few:
 * these are compared one by one, which costs less than a set of them. For one thread.
 */
final class FieldNames {
  private static final int FEW = 8;

  private final List<String> few = new ArrayList<>(FEW);
  private @Nullable Set<String> many;

  /** Whether the name is new. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    if (few.contains(name)) {
      return false;
    }
    few.add(name);
    if (few.size() == FEW) {
      many = new HashSet<>(few);
    }
    return true;
  }
}
