// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import org.jspecify.annotations.Nullable;

/** What a figure has to keep. Immutable. */
public sealed interface Budget {

  /** Whether it is kept; a budget on a ratio that there is not is missed. */
  boolean isKept(double value, @Nullable Double ratio);

  /** For people: {@code <= 1.3 x}. */
  String text(String unit);

  /**
   * On the ratio to the reference.
   *
   * @param limit the highest ratio that is good
   */
  record Ratio(double limit) implements Budget {
    @Override
    public boolean isKept(double value, @Nullable Double ratio) {
      return ratio != null && ratio <= limit;
    }

    @Override
    public String text(String unit) {
      return "<= " + Numbers.plain(limit) + " x";
    }
  }

  /**
   * On the ratio to the reference, where the reference is ours and this is what it has to beat.
   *
   * @param limit the lowest ratio that is good
   */
  record Lead(double limit) implements Budget {
    @Override
    public boolean isKept(double value, @Nullable Double ratio) {
      return ratio != null && ratio >= limit;
    }

    @Override
    public String text(String unit) {
      return ">= " + Numbers.plain(limit) + " x";
    }
  }

  /**
   * On the value itself.
   *
   * @param limit the highest value that is good
   */
  record Value(double limit) implements Budget {
    @Override
    public boolean isKept(double value, @Nullable Double ratio) {
      return value <= limit;
    }

    @Override
    public String text(String unit) {
      return "<= " + Numbers.plain(limit) + " " + unit;
    }
  }
}
