// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Every answer knows where it came from and how old it is. */
class AnswerTest {
  private static final RegionSettings ITEMS = RegionSettings.of("item", "item:{id}");

  private final TestCluster cluster = new TestCluster();
  private final Region<String> region = cluster.node().region(ITEMS, String.class);
  private final Region<String> there = cluster.node().region(ITEMS, String.class);
  private final EntryKey key = region.key(Map.of("id", 1));

  @Test
  void shouldComeFromTheLoaderThenFromEachLevelWithItsAge() {
    assertAnswer(Source.LOADER, Duration.ZERO, region.answer(key, unused -> "v"));
    cluster.pass(Duration.ofSeconds(5));

    assertAnswer(Source.L1, Duration.ofSeconds(5), region.answer(key, unused -> "other"));
    assertAnswer(Source.L2, Duration.ofSeconds(5), there.answer(key, unused -> "other"));
    cluster.pass(Duration.ofSeconds(5));

    assertAnswer(Source.L1, Duration.ofSeconds(10), there.answer(key, unused -> "other"));
  }

  @Test
  void shouldComeFromTheSameSourcesWithoutBlocking() {
    AsyncLoader<String> loader = unused -> CompletableFuture.completedFuture(Loaded.of("v"));

    assertAnswer(Source.LOADER, Duration.ZERO, region.async().answer(key, loader).join());
    assertAnswer(Source.L1, Duration.ZERO, region.async().answer(key, loader).join());
    assertAnswer(Source.L2, Duration.ZERO, there.async().answer(key, loader).join());
  }

  @Test
  void shouldCountTheAgeFromBeforeTheLoad() {
    Answer<String> slow =
        region.answer(
            key,
            unused -> {
              cluster.pass(Duration.ofSeconds(2));
              return "v";
            });

    assertAnswer(Source.LOADER, Duration.ofSeconds(2), slow);
    assertAnswer(Source.L1, Duration.ofSeconds(2), region.answer(key, unused -> "other"));
  }

  @Test
  void shouldServeWhatL2GaveThoughItsTimeInL1IsOverAtOnce() {
    RegionSettings brief = ITEMS.withTtl(Duration.ofHours(1), Duration.ofMillis(1));
    AtomicLong nowMs = new AtomicLong();
    Region<String> ticking =
        cluster
            .node(
                cluster.store(),
                builder ->
                    builder.clock(
                        () -> Instant.ofEpochMilli(nowMs.addAndGet(1)),
                        () -> nowMs.get() * 1_000_000))
            .region(brief, String.class);
    ticking.get(key, unused -> "v");

    nowMs.addAndGet(10);
    assertEquals(Source.L2, ticking.answer(key, unused -> "loaded again").source());
    nowMs.addAndGet(10);
    assertEquals("v", ticking.getIfPresent(key));
    nowMs.addAndGet(10);
    assertEquals(Map.of(key, "v"), ticking.getAllPresent(List.of(key)));
  }

  @Test
  void shouldCountTheAgeOfAWrittenValueFromItsWrite() {
    region.put(key, "v");
    cluster.pass(Duration.ofSeconds(3));

    assertAnswer(Source.L1, Duration.ofSeconds(3), region.answer(key, unused -> "other"));
    assertAnswer(Source.L2, Duration.ofSeconds(3), there.answer(key, unused -> "other"));
  }

  @Test
  void shouldSayThatAnExpiredValueIsStale() {
    RegionSettings keeping =
        RegionSettings.of("kept", "item:{id}")
            .with(
                Lifetime.of(Duration.ofMinutes(1))
                    .withStaleIfError(Duration.ofMinutes(10), Duration.ZERO));
    Region<String> kept = cluster.node().region(keeping, String.class);
    EntryKey one = kept.key(Map.of("id", 1));
    kept.get(one, unused -> "v");
    cluster.pass(Duration.ofMinutes(2));

    Answer<String> answer =
        kept.answer(
            one,
            unused -> {
              throw new Exception("source away");
            });

    assertAnswer(Source.STALE, Duration.ofMinutes(2), answer);
  }

  @Test
  void shouldBeCurrentUntilACommandComes() {
    Answer<String> loaded = region.answer(key, unused -> "v");
    Answer<String> hit = region.answer(key, unused -> "v");
    Answer<String> filled = there.answer(key, unused -> "v");
    assertTrue(loaded.isCurrent() && hit.isCurrent() && filled.isCurrent());

    region.invalidate(key);

    assertFalse(loaded.isCurrent() || hit.isCurrent() || filled.isCurrent());
  }

  @Test
  void shouldShowSourceAndAgeButNotTheValue() {
    Answer<String> answer = region.answer(key, unused -> "secret");

    assertEquals("answer from LOADER, PT0S old", answer.toString());
  }

  private static void assertAnswer(Source source, Duration age, Answer<String> answer) {
    assertEquals("v", answer.value());
    assertEquals(source, answer.source());
    assertEquals(age, answer.age());
  }
}
