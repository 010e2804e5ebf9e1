// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Loaded;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.settings.LoadSettings;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class AgesPropertyTest {
  private static final long NOW_MS = 1_900_000_000_000L;

  @Property(tries = 500)
  void shouldShortenByNoMoreThanTheJitterAndByTheGivenRandomAlone(
      @ForAll @LongRange(min = 1, max = 100_000_000) long ttlMs,
      @ForAll @DoubleRange(min = 0, max = 0.99) double jitter,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    Ages ages = ages(settings(ttlMs, jitter), random);

    long keptMs = ages.expiry(Loaded.of("v"), NOW_MS) - NOW_MS;

    assertTrue(keptMs <= ttlMs, "longer than the TTL");
    assertTrue(keptMs >= Math.floor(ttlMs * (1 - jitter)), "shortened by more than the jitter");
    assertEquals(ttlMs * (1 - jitter * random), (double) keptMs, 1);
  }

  @Property(tries = 200)
  void shouldKeepTheTtlWithoutJitter(
      @ForAll @LongRange(min = 1, max = 100_000_000) long ttlMs,
      @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
    assertEquals(NOW_MS + ttlMs, ages(settings(ttlMs, 0), random).expiry(Loaded.of("v"), NOW_MS));
  }

  @Property(tries = 200)
  void shouldLetAValueShortenItsTtlAlone(
      @ForAll @LongRange(min = 1, max = 1_000_000) long ttlMs,
      @ForAll @LongRange(min = 1, max = 2_000_000) long ownMs) {
    Ages ages = ages(settings(ttlMs, 0), 0);

    long expiresAtMs = ages.expiry(Loaded.of("v").withTtl(Duration.ofMillis(ownMs)), NOW_MS);

    assertEquals(NOW_MS + Math.min(ttlMs, ownMs), expiresAtMs);
  }

  @Property(tries = 300)
  void shouldExpireBeforeItMayStandInAndStandInUpToItsLimit(
      @ForAll @LongRange(min = 1, max = 1_000_000) long ttlMs,
      @ForAll @LongRange(min = 1, max = 1_000_000) long longerMs,
      @ForAll @LongRange(max = 3_000_000) long ageMs) {
    Duration maxAge = Duration.ofMillis(ttlMs + longerMs);
    RegionSettings settings = settings(ttlMs, 0);
    Ages ages = ages(settings.with(settings.lifetime().withStaleIfError(maxAge, Duration.ZERO)), 0);
    Held<String> held =
        ages.held("v", NOW_MS, NOW_MS + ttlMs, NOW_MS, /* timed= */ false, 1, false);
    long thenMs = NOW_MS + ageMs;

    assertEquals(ageMs < ttlMs, ages.isUsable(held, thenMs));
    assertEquals(ageMs < maxAge.toMillis(), ages.mayStandIn(NOW_MS, thenMs));
    assertTrue(held.timed(), "L1 keeps it for longer than it is usable");
    assertEquals(maxAge, ages.keptInL1());
    assertEquals(maxAge, ages.keptInL2(NOW_MS + ttlMs, NOW_MS));
  }

  @Property(tries = 300)
  void shouldLookAtTheClockOnlyForEntriesThatEndBeforeL1DropsThem(
      @ForAll @LongRange(min = 2, max = 1_000_000) long ttlMs,
      @ForAll @LongRange(max = 1_000_000) long ageMs) {
    Ages ages = ages(settings(ttlMs, 0), 0);
    long nowMs = NOW_MS + ageMs % ttlMs;

    Held<String> filled =
        ages.held("v", NOW_MS, NOW_MS + ttlMs, nowMs, /* timed= */ false, 1, false);

    assertEquals(nowMs > NOW_MS, filled.timed());
    assertFalse(ages.isUsable(filled, NOW_MS + ttlMs));
  }

  @Property(tries = 300)
  void shouldBeDueFromTheShareOfItsTtlOn(
      @ForAll @LongRange(min = 1, max = 1_000_000) long ttlMs,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll @LongRange(max = 1_000_000) long ageMs) {
    Ages eager = ages(settings(ttlMs, 0).with(LoadSettings.DEFAULT.withRefreshAt(share)), 0);
    Held<String> held =
        eager.held("v", NOW_MS, NOW_MS + ttlMs, NOW_MS, /* timed= */ false, 1, false);

    assertEquals(ageMs >= share * ttlMs, eager.isDue(held, NOW_MS + ageMs));
    assertFalse(
        ages(settings(ttlMs, 0), 0).isDue(held, NOW_MS + ageMs), "where nobody asked for it");
  }

  private static RegionSettings settings(long ttlMs, double jitter) {
    Duration ttl = Duration.ofMillis(ttlMs);
    RegionSettings settings = RegionSettings.of("a", "a:{id}").withTtl(ttl, ttl);
    return settings.with(settings.lifetime().withJitter(jitter));
  }

  private static Ages ages(RegionSettings settings, double random) {
    return new Ages(settings, () -> random);
  }
}
