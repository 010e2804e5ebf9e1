// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class QuantitiesPropertyTest {

  @Property
  void shouldReadEverySizeAsItsBytes(
      @ForAll @IntRange(max = 999_999_999) int amount, @ForAll @IntRange(max = 2) int unit) {
    BigInteger expected =
        BigInteger.valueOf(1024).pow(unit + 1).multiply(BigInteger.valueOf(amount));

    OptionalLong found = Quantities.bytes(amount + Quantities.SIZE_UNITS.get(unit));

    assertEquals(expected.longValueExact(), found.orElseThrow());
  }

  @Property
  void shouldReadANumberWithoutUnitAsBytes(
      @ForAll @LongRange(max = 999_999_999_999_999_999L) long amount) {
    assertEquals(OptionalLong.of(amount), Quantities.bytes(Long.toString(amount)));
  }

  @Property
  void shouldReadAPercentageAsTheShareItIs(@ForAll @IntRange(max = 999_999) int tenThousandths) {
    String share = "%d.%04d".formatted(tenThousandths / 10_000, tenThousandths % 10_000);
    String percentage = "%d.%02d%%".formatted(tenThousandths / 100, tenThousandths % 100);
    double expected = tenThousandths / 10_000.0;

    if (tenThousandths < 100_000) {
      assertEquals(OptionalDouble.of(expected), Quantities.share(percentage));
    }
    assertEquals(OptionalDouble.of(expected), Quantities.share(share));
  }

  @Property
  void shouldReadEveryTimeInItsUnit(@ForAll @IntRange(max = 999_999_999) int amount) {
    assertEquals(Optional.of(Duration.ofMillis(amount)), Quantities.duration(amount + "ms"));
    assertEquals(Optional.of(Duration.ofSeconds(amount)), Quantities.duration(amount + "s"));
    assertEquals(Optional.of(Duration.ofMinutes(amount)), Quantities.duration(amount + "m"));
    assertEquals(Optional.of(Duration.ofHours(amount)), Quantities.duration(amount + "h"));
    assertEquals(Optional.of(Duration.ofDays(amount)), Quantities.duration(amount + "d"));
  }

  /** Texts of characters that numbers are made of, most of them nearly one. */
  @Property(tries = 5_000)
  void shouldAnswerAnyTextWithoutThrowing(@ForAll("nearlyNumbers") String text) {
    OptionalLong bytes = Quantities.bytes(text);
    OptionalDouble share = Quantities.share(text);

    assertTrue(bytes.isEmpty() || bytes.getAsLong() >= 0, text);
    assertTrue(share.isEmpty() || share.getAsDouble() >= 0, text);
    assertTrue(Quantities.duration(text).map(time -> !time.isNegative()).orElse(true), text);
    if (bytes.isPresent() && share.isPresent()) {
      assertEquals(
          (double) bytes.getAsLong(), share.getAsDouble(), "a whole number is the same for both");
    }
  }

  @Property
  void shouldTakeNothingBesideTheNumber(
      @ForAll @IntRange(max = 99) int amount, @ForAll("strange") String strange) {
    for (String good : new String[] {amount + "KiB", amount + "%", amount + "s"}) {
      for (String text : new String[] {strange + good, good + strange}) {
        assertTrue(Quantities.bytes(text).isEmpty(), text);
        assertTrue(Quantities.share(text).isEmpty(), text);
        assertTrue(Quantities.duration(text).isEmpty(), text);
      }
    }
  }

  @Provide
  Arbitrary<String> nearlyNumbers() {
    return Arbitraries.of(
            "0", "9", "123456789", ".", "%", "-", "+", "e", "_", "K", "iB", "GiB", "s")
        .list()
        .ofMaxSize(5)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> strange() {
    return Arbitraries.of(" ", "-", "+", "x", "\n", ",", "_", "\u0661", "%", "e");
  }
}
