// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Settings that mean nothing are refused, by name. */
class SettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NEGATIVE = MINUTE.negated();
  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final RegionSettings REGION = RegionSettings.of("item", "item:{id}");

  @Test
  void shouldRefuseTtlsThatAreNotPositive() {
    assertRefused("ttl: found PT-1M, expected longer than 0", () -> Lifetime.of(NEGATIVE));
    assertRefused("ttl: found PT0S, expected longer than 0", () -> Lifetime.of(Duration.ZERO));
    assertRefused("l1.ttl: found PT-1M, expected longer than 0", () -> L1Settings.of(NEGATIVE));
    assertRefused("l2.ttl: found PT-1M, expected longer than 0", () -> L2Settings.of(NEGATIVE));
    assertRefused(
        "ttl: found PT-1M, expected longer than 0", () -> REGION.withTtl(NEGATIVE, MINUTE));
    assertRefused(
        "l1.ttl: found PT0S, expected longer than 0", () -> REGION.withTtl(MINUTE, Duration.ZERO));
    assertRefused(
        "absentTtl: found PT-1M, expected 0 or longer",
        () -> Lifetime.of(MINUTE).withAbsentTtl(NEGATIVE));
  }

  @Test
  void shouldRefuseTimesThatNoClockReaches() {
    String expected = "found " + FOREVER + ", expected at most PT876000H";

    assertRefused("ttl: " + expected, () -> Lifetime.of(FOREVER));
    assertRefused("l1.ttl: " + expected, () -> L1Settings.of(FOREVER));
    assertRefused("l2.ttl: " + expected, () -> L2Settings.of(FOREVER));
    assertRefused("load.lease: " + expected, () -> LoadSettings.DEFAULT.withLease(FOREVER));
    assertEquals(Duration.ofDays(36_500), Lifetime.of(Duration.ofDays(36_500)).ttl());
  }

  @Test
  void shouldRefuseLifetimesThatContradictThemselves() {
    Lifetime lifetime = Lifetime.of(MINUTE);

    assertRefused(
        "ttlJitter: found 1.0, expected at least 0 and less than 1", () -> lifetime.withJitter(1));
    assertRefused(
        "ttlJitter: found -0.1, expected at least 0 and less than 1",
        () -> lifetime.withJitter(-0.1));
    assertRefused(
        "ttlJitter: found NaN, expected at least 0 and less than 1",
        () -> lifetime.withJitter(Double.NaN));
    assertRefused(
        "staleIfError.maxAge: found PT-1M, expected 0 or longer",
        () -> lifetime.withStaleIfError(NEGATIVE, Duration.ZERO));
    assertRefused(
        "staleIfError.maxAge: found PT1M, expected longer than the ttl, PT1M",
        () -> lifetime.withStaleIfError(MINUTE, Duration.ZERO));
    assertRefused(
        "staleIfError.retryAfter: found PT-1M, expected 0 or longer",
        () -> lifetime.withStaleIfError(MINUTE.multipliedBy(2), NEGATIVE));
  }

  @Test
  void shouldRefuseSizesThatHoldNothing() {
    assertRefused("l1.maxEntries: found -1, expected 0 or more", () -> REGION.withL1MaxEntries(-1));
    assertRefused("l1.maxBytes: found 0, expected more than 0", () -> Capacity.bytes(0));
    assertRefused(
        "l2.compressAboveBytes: found -1, expected 0 or more",
        () -> REGION.l2().withCompression(REGION.l2().compression(), -1));
    assertRefused(
        "l2.maxValueBytes: found 0, expected more than 0", () -> REGION.l2().withMaxValueBytes(0));
  }

  @Test
  void shouldRefuseLoadingThatContradictsItself() {
    LoadSettings loading = LoadSettings.DEFAULT;

    assertRefused(
        "load.softTimeout: found PT-1M, expected 0 or longer",
        () -> loading.withTimeouts(NEGATIVE, MINUTE));
    assertRefused(
        "load.hardTimeout: found PT-1M, expected 0 or longer",
        () -> loading.withTimeouts(Duration.ZERO, NEGATIVE));
    assertRefused(
        "load.softTimeout: found PT1M, expected shorter than load.hardTimeout, PT1M",
        () -> loading.withTimeouts(MINUTE, MINUTE));
    assertRefused(
        "load.refreshAt: found 1.0, expected at least 0 and less than 1",
        () -> loading.withRefreshAt(1));
    assertRefused(
        "load.lease: found PT-1M, expected 0 or longer", () -> loading.withLease(NEGATIVE));
  }

  @Test
  void shouldRefuseABlindnessWithoutABound() {
    assertRefused(
        "maxStaleness: found PT-1M, expected 0 or longer",
        () -> new StalenessSettings(NEGATIVE, OnBlind.SERVE));
    assertRefused(
        "maxStaleness: found PT0S, expected longer than 0 with onBlind BYPASS",
        () -> new StalenessSettings(Duration.ZERO, OnBlind.BYPASS));
  }

  @Test
  void shouldRefuseATagWhoseHoleTheKeyDoesNotHave() {
    assertRefused(
        "region item: tag 'user:{userId}' uses hole 'userId', expected one of [id]",
        () -> REGION.withTags("user:{userId}"));
  }

  @Test
  void shouldLoadApartFromCallersWithATimeoutOrALease() {
    assertFalse(LoadSettings.DEFAULT.isManaged());
    assertFalse(LoadSettings.DEFAULT.withRefreshAt(0.5).isManaged());
    assertTrue(LoadSettings.DEFAULT.withTimeouts(MINUTE, Duration.ZERO).isManaged());
    assertTrue(LoadSettings.DEFAULT.withTimeouts(Duration.ZERO, MINUTE).isManaged());
    assertTrue(LoadSettings.DEFAULT.withLease(MINUTE).isManaged());
  }

  @Test
  void shouldChangeOneSettingAtATime() {
    RegionSettings changed =
        REGION
            .withVersion(3)
            .withTags("all")
            .withTtl(MINUTE, Duration.ofSeconds(5))
            .withL1MaxEntries(7)
            .with(REGION.loading().withRefreshAt(0.5))
            .with(new StalenessSettings(MINUTE, OnBlind.SHORTEN));

    assertEquals(3, changed.version());
    assertEquals("[all]", changed.tags().toString());
    assertEquals(MINUTE, changed.lifetime().ttl());
    assertEquals(Duration.ofSeconds(5), changed.l1().ttl());
    assertEquals(MINUTE, changed.l2().ttl());
    assertEquals(Capacity.entries(7), changed.l1().capacity());
    assertEquals(Eviction.TINY_LFU, changed.l1().eviction());
    assertEquals(0.5, changed.loading().refreshAt());
    assertEquals(OnBlind.SHORTEN, changed.staleness().onBlind());
    assertEquals(REGION.key(), changed.key());
  }

  private static void assertRefused(String message, Runnable settings) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, settings::run).getMessage());
  }
}
