// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.source.Location;
import java.util.List;
import java.util.Locale;

/** One way in which what was found differs from what a test expects. Immutable. */
public sealed interface Difference {

  /** Which of the three expectations. */
  Part part();

  /** The target or message, as a test file would write it. */
  String text();

  /**
   * Something expected that was not found.
   *
   * @param location where it is expected
   */
  record Missing(Part part, String text, Location location) implements Difference {}

  /**
   * Something found that was not expected.
   *
   * @param origins the rules that it comes from, at least one
   */
  record Unexpected(Part part, String text, List<Origin> origins) implements Difference {
    public Unexpected {
      origins = List.copyOf(origins);
    }
  }

  /**
   * Where something that was found comes from.
   *
   * @param rule {@code set/id}
   * @param location where the rule stands, or the condition or hole that failed
   */
  record Origin(String rule, Location location) {}

  /** The expectations of a test. */
  enum Part {
    INVALIDATES,
    SHADOW,
    FAILS;

    /** The key in test files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
