// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Rounding and medians: what reports and figures do with numbers. Pure. */
final class Numbers {
  private static final int DIGITS = 3;
  private static final double NOTHING = 0.000_1;

  private Numbers() {}

  /** Three significant digits, never an exponent; what is below a ten-thousandth reads 0. */
  static String plain(double value) {
    return rounded(value).toPlainString();
  }

  /** As {@link #plain}, as a number. */
  static BigDecimal rounded(double value) {
    if (Math.abs(value) < NOTHING) {
      return BigDecimal.ZERO;
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int kept = Math.max(DIGITS, exact.precision() - exact.scale());
    BigDecimal rounded = exact.round(new MathContext(kept, RoundingMode.HALF_UP));
    BigDecimal stripped = rounded.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
