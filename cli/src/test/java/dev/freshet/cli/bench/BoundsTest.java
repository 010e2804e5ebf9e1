// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cli.UsageFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final Profile STEADY = Profiles.named("steady").orElseThrow();
  private static final Profile READ_HEAVY = Profiles.named("read-heavy").orElseThrow();
  private static final Profile WRITE_HEAVY = Profiles.named("write-heavy").orElseThrow();

  private static Load load(int rate, Duration duration) {
    return new Load(rate, duration, 2, 200, Duration.ofMillis(5));
  }

  private static String refusal(Profile profile, Load load, boolean isForced) {
    return String.valueOf(
        assertThrows(UsageFailure.class, () -> Bounds.check(profile, load, isForced)).getMessage());
  }

  @Test
  void shouldAllowMoreOnlyIfForced() {
    Load much = load(1_001, Duration.ofMinutes(6));

    assertEquals(
        "--rate: found 1001, expected 1 to 1000 events a second; --force --reason for more",
        refusal(WRITE_HEAVY, much, false));
    assertEquals(
        "--duration: found 360s, expected 1s to 300s; --force --reason for more",
        refusal(WRITE_HEAVY, load(1_000, Duration.ofMinutes(6)), false));
    assertDoesNotThrow(() -> Bounds.check(WRITE_HEAVY, much, true));
  }

  @Test
  void shouldHaveAnEndEvenIfForced() {
    assertEquals(
        "--rate: found 10001, expected 1 to 10000 events a second",
        refusal(WRITE_HEAVY, load(10_001, Duration.ofSeconds(1)), true));
    assertEquals(
        "--duration: found 3601s, expected 1s to 3600s",
        refusal(STEADY, load(1, Duration.ofSeconds(3_601)), true));
  }

  @Test
  void shouldCountTheReadsThatEventsBring() {
    assertEquals(
        "--rate: found 21, which is 21000 reads a second of read-heavy, expected at most 20000;"
            + " --force --reason for more",
        refusal(READ_HEAVY, load(21, Duration.ofSeconds(1)), false));
  }

  @Test
  void shouldNameWhatCannotBe() {
    Duration second = Duration.ofSeconds(1);
    Load nobody = new Load(1, second, 0, 200, Duration.ZERO);
    Load tiny = new Load(1, second, 1, 8, Duration.ZERO);

    assertEquals("--nodes: found 0, expected 1 to 8", refusal(STEADY, nobody, true));
    assertEquals("--value-bytes: found 8, expected 16 to 65536", refusal(STEADY, tiny, true));
    assertEquals(
        "--duration: found 0s, expected 1s to 3600s",
        refusal(STEADY, load(1, Duration.ZERO), true));
  }
}
