// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Quantities as rule files write them, in the largest unit that fits. Stateless. */
final class Units {
  private static final Map<String, Long> TIMES = new LinkedHashMap<>();
  private static final Map<String, Long> SIZES = new LinkedHashMap<>();

  static {
    TIMES.put("d", 86_400_000L);
    TIMES.put("h", 3_600_000L);
    TIMES.put("m", 60_000L);
    TIMES.put("s", 1_000L);
    SIZES.put("GiB", 1L << 30);
    SIZES.put("MiB", 1L << 20);
    SIZES.put("KiB", 1L << 10);
  }

  private Units() {}

  /** {@code 15m}. */
  static String duration(Duration duration) {
    return whole(duration.toMillis(), TIMES, "ms");
  }

  /** {@code 64MiB}. */
  static String bytes(long bytes) {
    return whole(bytes, SIZES, "");
  }

  private static String whole(long amount, Map<String, Long> units, String smallest) {
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (amount != 0 && amount % unit.getValue() == 0) {
        return amount / unit.getValue() + unit.getKey();
      }
    }
    return amount + smallest;
  }

  /** {@code 12.5%}. */
  static String share(double share) {
    BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
    return percent.stripTrailingZeros().toPlainString() + "%";
  }

  /** {@code tiny-lfu}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
