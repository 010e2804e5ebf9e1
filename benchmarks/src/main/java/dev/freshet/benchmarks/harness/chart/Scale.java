// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.chart;

import dev.freshet.benchmarks.harness.Figure;
import java.math.BigDecimal;
import java.util.List;

/**
 * From values to lengths. Linear from zero, unless the largest value is so many times the smallest
 * that the bars of the small ones could not be told apart; then by powers of ten. Immutable.
 *
 * @param isLog whether it goes by powers of ten
 * @param low the value of length 0
 * @param high the value of the full length
 */
record Scale(boolean isLog, double low, double high) {
  /** From here on small bars are a few pixels long. */
  private static final double WIDE = 100;

  /** The scale of values that stand together in a panel. */
  static Scale of(List<Figure> figures) {
    double largest = figures.stream().map(Figure::max).mapToDouble(Scale::of).max().orElse(0);
    double smallest =
        figures.stream()
            .map(Figure::value)
            .mapToDouble(Scale::of)
            .filter(value -> value > 0)
            .min()
            .orElse(0);
    if (smallest > 0 && largest > WIDE * smallest) {
      return new Scale(
          true,
          Math.pow(10, Math.floor(Math.log10(smallest)) - 1),
          Math.pow(10, Math.ceil(Math.log10(largest))));
    }
    return new Scale(false, 0, largest > 0 ? largest : 1);
  }

  private static double of(BigDecimal value) {
    return value.doubleValue();
  }

  /** Which part of the full length a value has, 0 to 1. */
  double part(BigDecimal number) {
    double value = Math.min(high, number.doubleValue());
    if (value <= low) {
      return 0;
    }
    return isLog
        ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
        : value / high;
  }
}
