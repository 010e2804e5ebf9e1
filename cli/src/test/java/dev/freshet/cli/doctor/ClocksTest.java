// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClocksTest {
  private static final Instant NOW = Instant.parse("2026-11-20T09:00:10Z");

  /** A date of whole seconds may be up to a second earlier than what it says. */
  @ParameterizedTest
  @CsvSource({
    "PT0S, GOOD",
    "PT2S, GOOD",
    "PT-2S, GOOD",
    "PT-3S, GOOD",
    "PT3S, WARNING",
    "PT-4S, WARNING",
    "PT1H, WARNING",
    "PT-1H, WARNING",
  })
  void shouldTolerateWhatADateCannotTell(Duration off, Finding.Level level) {
    Finding finding = Clocks.coordinator(NOW.plus(off), NOW, NOW);

    assertEquals(level, finding.level(), finding::text);
  }

  @Test
  void shouldSayHowFarACoordinatorIsOff() {
    assertEquals(
        "that of the coordinator is 3600.0 s ahead of the one here",
        Clocks.coordinator(NOW.plusSeconds(3_600), NOW, NOW).message());
    assertEquals(
        "that of the coordinator is 3599.0 s behind the one here",
        Clocks.coordinator(NOW.minusSeconds(3_600), NOW, NOW).message());
  }

  @Test
  void shouldOnlyBelieveABrokerThatIsAhead() {
    assertEquals(Finding.Level.GOOD, Clocks.broker(NOW.minusSeconds(600), NOW).level());
    assertEquals(Finding.Level.GOOD, Clocks.broker(NOW.plusSeconds(2), NOW).level());
    assertEquals(Finding.Level.WARNING, Clocks.broker(NOW.plusSeconds(3), NOW).level());
  }
}
