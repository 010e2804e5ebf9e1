// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BlindnessPropertyTest {
  private final FakeClock clock = FakeClock.create();
  private final long nowMs = clock.millis();

  @Property(tries = 500)
  void shouldNotServeAKeyAgainWhileTheSilenceLasts(
      @ForAll @AlphaChars String key,
      @ForAll int seed,
      @ForAll @LongRange(min = 1, max = 3_600_000) long boundMs,
      @ForAll @LongRange(max = 7_200_000) long lagMs,
      @ForAll @LongRange(max = 7_200_000) long longerMs,
      @ForAll OnBlind onBlind,
      @ForAll @LongRange(max = 7_200_000) long ageMs) {
    Blindness blindness = blindness(boundMs, onBlind, seed, 0);

    boolean earlier = blindness.mayServe(key, nowMs - ageMs, nowMs + lagMs);
    boolean later = blindness.mayServe(key, nowMs - ageMs, nowMs + lagMs + longerMs);

    assertTrue(earlier || !later, "served again without having heard of anything");
  }

  @Property(tries = 500)
  void shouldServeEverythingUpToHalfAndNothingFromTheBoundOn(
      @ForAll @AlphaChars String key,
      @ForAll int seed,
      @ForAll @LongRange(min = 2, max = 3_600_000) long boundMs,
      @ForAll @LongRange(max = 3_600_000) long beyondMs) {
    Blindness bypass = blindness(boundMs, OnBlind.BYPASS, seed, 0);

    assertTrue(bypass.mayServe(key, nowMs, nowMs + boundMs / 2));
    assertFalse(bypass.mayServe(key, nowMs, nowMs + boundMs + beyondMs));
  }

  @Property(tries = 500)
  void shouldShortenToWhatIsYoungerThanTheBound(
      @ForAll @AlphaChars String key,
      @ForAll int seed,
      @ForAll @LongRange(min = 2, max = 3_600_000) long boundMs,
      @ForAll @LongRange(max = 7_200_000) long lagMs,
      @ForAll @LongRange(max = 7_200_000) long ageMs) {
    Blindness shorten = blindness(boundMs, OnBlind.SHORTEN, seed, lagMs);
    Blindness bypass = blindness(boundMs, OnBlind.BYPASS, seed, lagMs);

    boolean served = shorten.mayServe(key, nowMs - ageMs, nowMs);

    assertEquals(ageMs < boundMs || bypass.mayServe(key, nowMs - ageMs, nowMs), served);
  }

  @Property(tries = 200)
  void shouldLoseAShareOfKeysThatRisesInAStraightLineOnEveryNode(
      @ForAll int seed, @ForAll @IntRange(min = 50, max = 100) int percent) {
    Blindness bypass = blindness(100_000, OnBlind.BYPASS, seed, percent * 1_000L);

    long lost =
        IntStream.range(0, 2_000)
            .filter(id -> !bypass.mayServe("payment:history:" + id, nowMs, nowMs))
            .count();

    assertEquals((percent - 50) / 50.0, lost / 2_000.0, 0.08);
  }

  @Property(tries = 200)
  void shouldCountEachBlindMomentOnce(
      @ForAll @LongRange(min = 1, max = 100_000) long boundMs,
      @ForAll List<@LongRange(max = 200_000) Long> silencesMs) {
    ClosedTime closedTime = new ClosedTime(clock);
    closedTime.advance(clock.millis());
    Blindness blindness =
        new Blindness(settings(boundMs, OnBlind.SERVE), closedTime, clock, /* nodeSeed= */ 0);
    long expectedMs = 0;

    for (long silenceMs : silencesMs) {
      clock.advance(Duration.ofMillis(silenceMs));
      expectedMs += Math.max(0, silenceMs - boundMs);
      assertEquals(expectedMs / 1_000.0, blindness.blindSeconds(), 1e-6, "before it is told");
      closedTime.advance(clock.millis());
      assertEquals(expectedMs / 1_000.0, blindness.blindSeconds(), 1e-6, "after it was told");
    }
  }

  private Blindness blindness(long boundMs, OnBlind onBlind, int seed, long lagMs) {
    ClosedTime closedTime = new ClosedTime(clock);
    closedTime.advance(nowMs - lagMs);
    return new Blindness(settings(boundMs, onBlind), closedTime, clock, seed);
  }

  private static StalenessSettings settings(long boundMs, OnBlind onBlind) {
    return new StalenessSettings(Duration.ofMillis(boundMs), onBlind);
  }
}
