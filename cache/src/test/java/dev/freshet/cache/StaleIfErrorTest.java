// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.events.values.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StaleIfErrorTest {
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration MAX_AGE = Duration.ofHours(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final RegionSettings SETTINGS =
      RegionSettings.of("a", "a:{id}")
          .with(Lifetime.of(TTL).withStaleIfError(MAX_AGE, RETRY_AFTER));

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.steppedNode();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final EntryKey key = region.key(Map.of("id", 1));
  private final IOException away = new IOException("source away");
  private int calls;

  @Test
  void shouldServeTheExpiredValueWithItsAgeWhenTheLoaderFails() {
    load("v1");
    cluster.pass(Duration.ofMinutes(11));

    Answer<String> answer = region.answer(key, this::fail);

    assertEquals("v1", answer.value());
    assertEquals("answer from STALE, PT11M old", answer.toString());
    assertEquals(1, node.count("freshet.stale.served"));
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
  }

  @Test
  void shouldServeItToAsyncCallersToo() {
    load("v1");
    cluster.pass(Duration.ofMinutes(11));

    CompletableFuture<Answer<String>> answer =
        region.async().answer(key, unused -> CompletableFuture.failedFuture(away));

    assertEquals("answer from STALE, PT11M old", answer.join().toString());
  }

  @Test
  void shouldLeaveTheLoaderAloneForAWhileAndThenTryAgain() {
    load("v1");
    cluster.pass(TTL);
    assertEquals(Source.STALE, region.answer(key, this::fail).source());

    cluster.pass(RETRY_AFTER.minusMillis(1));
    assertEquals(Source.STALE, region.answer(key, this::fail).source());
    assertEquals(1, calls);

    cluster.pass(Duration.ofMillis(1));
    assertEquals("v2", load("v2"));
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
  }

  @Test
  void shouldTryEveryTimeWithoutARetryAfter() {
    Region<String> eager =
        node.region(
            RegionSettings.of("b", "b:{id}")
                .with(Lifetime.of(TTL).withStaleIfError(MAX_AGE, Duration.ZERO)),
            String.class);
    EntryKey there = eager.key(Map.of("id", 1));
    String unused = eager.get(there, k -> "v1");
    cluster.pass(TTL);

    assertEquals(Source.STALE, eager.answer(there, this::fail).source());
    assertEquals(Source.STALE, eager.answer(there, this::fail).source());

    assertEquals(2, calls);
  }

  @Test
  void shouldServeNothingThatIsOlderThanItsOwnLimit() {
    load("v1");
    cluster.pass(MAX_AGE.minusMillis(1));
    assertEquals(Source.STALE, region.answer(key, this::fail).source());

    cluster.pass(Duration.ofMillis(1));

    assertSame(away, failure().getCause());
  }

  @Test
  void shouldServeNothingExpiredWhereTheRegionDoesNotSaySo() {
    Region<String> strict = node.region(RegionSettings.of("b", "b:{id}"), String.class);
    EntryKey there = strict.key(Map.of("id", 1));
    String unused = strict.get(there, k -> "v1");
    cluster.pass(Duration.ofMinutes(15));

    assertThrows(LoadFailedException.class, () -> strict.get(there, this::fail));
  }

  @Test
  void shouldNotServeWhatWasInvalidated() {
    load("v1");
    invalidate();
    cluster.pass(TTL);

    assertSame(away, failure().getCause());
    assertEquals(0, node.count("freshet.stale.served"));
  }

  @Test
  void shouldNotServeWhatWasInvalidatedWhileTheLoadWasFailing() {
    load("v1");
    cluster.pass(TTL);

    assertThrows(
        LoadFailedException.class,
        () ->
            region.get(
                key,
                own -> {
                  invalidate();
                  return fail(own);
                }));
  }

  @Test
  void shouldNotServeWhatWasInvalidatedWhileTheLoaderIsLeftAlone() {
    load("v1");
    cluster.pass(TTL);
    assertEquals(Source.STALE, region.answer(key, this::fail).source());
    invalidate();

    assertSame(away, failure().getCause());
    assertEquals(2, calls, "the loader is asked, now that nothing stands in");
  }

  @Test
  void shouldServeTheExpiredValueFromL2AfterARestart() {
    load("v1");
    cluster.pass(Duration.ofMinutes(11));
    Region<String> restarted = cluster.steppedNode().region(SETTINGS, String.class);

    assertEquals("answer from STALE, PT11M old", restarted.answer(key, this::fail).toString());
    assertNull(restarted.getIfPresent(key), "expired all the same");

    cluster.pass(MAX_AGE.minus(Duration.ofMinutes(11)));
    assertThrows(LoadFailedException.class, () -> restarted.get(key, this::fail));
  }

  @Test
  void shouldNotServeFromL2WhatWasInvalidatedBeforeTheRestart() {
    load("v1");
    cluster.pass(TTL);
    invalidate();
    Region<String> restarted = cluster.steppedNode().region(SETTINGS, String.class);

    assertThrows(LoadFailedException.class, () -> restarted.get(key, this::fail));
  }

  @Test
  void shouldNotServeFromL2WhatIsInvalidatedWhileTheLoadFailsAfterARestart() {
    load("v1");
    cluster.pass(TTL);
    Region<String> restarted = cluster.steppedNode().region(SETTINGS, String.class);

    assertThrows(
        LoadFailedException.class,
        () ->
            restarted.get(
                key,
                own -> {
                  invalidate();
                  return fail(own);
                }));
  }

  @Test
  void shouldAskTheLoaderAgainOnceItHasSucceededSince() {
    Region<String> longRetry =
        node.region(
            RegionSettings.of("b", "b:{id}")
                .with(Lifetime.of(TTL).withStaleIfError(MAX_AGE, Duration.ofMinutes(30))),
            String.class);
    EntryKey there = longRetry.key(Map.of("id", 1));
    String unused = longRetry.get(there, k -> "v1");
    cluster.pass(TTL);
    assertEquals(Source.STALE, longRetry.answer(there, this::fail).source());
    cluster.pass(Duration.ofSeconds(1));
    longRetry.invalidate(there);
    assertEquals("v2", longRetry.get(there, k -> "v2"));

    cluster.pass(TTL);

    assertEquals("answer from LOADER, PT0S old", longRetry.answer(there, k -> "v3").toString());
  }

  @Test
  void shouldNotComeBackWithAValueThatTheSourceHasNoLonger() {
    load("v1");
    cluster.pass(TTL);
    assertNull(region.get(key, unused -> null));

    Answer<String> answer = region.answer(key, this::fail);
    Answer<String> elsewhere =
        cluster.steppedNode().region(SETTINGS, String.class).answer(key, this::fail);

    assertNull(answer.value());
    assertEquals(Source.STALE, answer.source());
    assertNull(elsewhere.value());
    cluster.pass(RETRY_AFTER);
    assertEquals("v3", load("v3"));
  }

  @Test
  void shouldNotRememberThatThereIsNoValueWhereNoneIsDisplaced() {
    assertNull(region.get(key, unused -> null));

    assertSame(away, failure().getCause());
  }

  private String load(String value) {
    return String.valueOf(region.get(key, unused -> value));
  }

  private String fail(EntryKey unused) throws IOException {
    calls++;
    throw away;
  }

  private LoadFailedException failure() {
    return assertThrows(LoadFailedException.class, () -> region.get(key, this::fail));
  }

  private void invalidate() {
    cluster.append(new Target.Key(key.text())).join();
  }
}
