// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A published number: the median over the rounds of one run, with its spread.
 *
 * @param suite which suite measured it
 * @param subject what was measured
 * @param metric which of its metrics
 * @param value the median, three significant digits
 * @param unit of value, min and max
 * @param reference the subject that it stands beside
 * @param ratio the median of the rounds' ratios to the reference; null without a reference
 * @param repeats how many rounds
 * @param min the smallest reading
 * @param max the largest reading
 * @param budget what must hold, for people; null where nothing must
 * @param verdict whether it holds; null where nothing must
 */
@JsonPropertyOrder({
  "suite",
  "subject",
  "metric",
  "value",
  "unit",
  "reference",
  "ratio",
  "repeats",
  "min",
  "max",
  "budget",
  "verdict"
})
public record Figure(
    String suite,
    String subject,
    String metric,
    BigDecimal value,
    String unit,
    @Nullable String reference,
    @Nullable BigDecimal ratio,
    int repeats,
    BigDecimal min,
    BigDecimal max,
    @Nullable String budget,
    @Nullable Verdict verdict) {

  /** Whether a budget holds. */
  public enum Verdict {
    /** It does. */
    PASS,
    /** It does not. */
    MISS
  }

  /** Whether there is a budget and it does not hold. */
  public boolean isMiss() {
    return verdict == Verdict.MISS;
  }

  /** One line for people. */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append("%s | %s | %s: %s %s".formatted(suite, subject, metric, value, unit));
    if (repeats > 1) {
      line.append(" (%s to %s)".formatted(min, max));
    }
    if (ratio != null) {
      line.append(", %s x %s".formatted(ratio, reference));
    }
    if (budget != null) {
      line.append(", budget %s: %s".formatted(budget, verdict));
    }
    return line.toString();
  }
}
