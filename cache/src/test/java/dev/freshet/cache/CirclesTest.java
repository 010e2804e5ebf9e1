// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.settings.LoadSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loaders that wait for themselves are refused, whichever threads they run in. */
class CirclesTest {
  private static final LoadSettings APART =
      LoadSettings.DEFAULT.withTimeouts(Duration.ZERO, Duration.ofHours(1));

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final Region<String> here =
      node.region(RegionSettings.of("here", "here:{id}"), String.class);
  private final Region<String> apart =
      node.region(RegionSettings.of("apart", "apart:{id}").with(APART), String.class);
  private final Region<String> leased =
      node.region(
          RegionSettings.of("leased", "leased:{id}")
              .with(LoadSettings.DEFAULT.withLease(Duration.ofHours(1))),
          String.class);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    node.cache.close();
  }

  @Test
  void shouldRefuseALoaderThatAsksForItsOwnKey() throws Exception {
    for (Region<String> region : List.of(here, apart, leased)) {
      EntryKey key = key(region, 1);

      assertCircle(() -> region.get(key, own -> region.get(own, unused -> "v")));

      assertEquals("v", region.get(key, unused -> "v"), "the flight is over");
    }
  }

  @Test
  void shouldRefuseACircleOverRegionsAndThreads() throws Exception {
    for (Region<String> last : List.of(here, apart, leased)) {
      assertCircle(
          () ->
              apart.get(
                  key(apart, 1),
                  first ->
                      here.get(
                          key(here, 2),
                          second ->
                              last.get(key(last, 3), third -> apart.get(first, unused -> "v")))));
    }
  }

  @Test
  void shouldRefuseLoadersApartThatWaitForEachOther() throws Exception {
    CountDownLatch bothLoad = new CountDownLatch(2);
    EntryKey one = key(apart, 1);
    EntryKey two = key(apart, 2);

    List<Future<@Nullable String>> calls =
        List.of(
            callers.submit(() -> apart.get(one, unused -> askOnceBothLoad(bothLoad, two))),
            callers.submit(() -> apart.get(two, unused -> askOnceBothLoad(bothLoad, one))));

    int refused = 0;
    for (Future<@Nullable String> call : calls) {
      try {
        String unused = call.get(1, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        refused++;
      }
    }
    assertTrue(refused > 0, "found two answers, expected a circle to be refused");
  }

  private @Nullable String askOnceBothLoad(CountDownLatch bothLoad, EntryKey other)
      throws InterruptedException {
    bothLoad.countDown();
    bothLoad.await();
    return apart.get(other, unused -> "v");
  }

  @Test
  void shouldRefuseALoaderOfSeveralThatAsksForOneOfThem() throws Exception {
    for (Region<String> region : List.of(here, apart)) {
      EntryKey one = key(region, 1);
      EntryKey two = key(region, 2);

      assertCircle(
          () ->
              region.getAll(
                  List.of(one, two),
                  keys -> {
                    String unused = region.get(two, key -> "v");
                    return Map.of();
                  }));
    }
  }

  @Test
  void shouldRefuseAnAsyncLoaderThatBlocksForItsOwnKey() throws Exception {
    for (Region<String> region : List.of(here, apart)) {
      assertCircle(
          () ->
              region
                  .async()
                  .get(
                      key(region, 1),
                      own ->
                          CompletableFuture.completedFuture(
                              Loaded.of(region.get(own, unused -> "v"))))
                  .get());
    }
  }

  @Test
  void shouldLetLoadersAskForOtherKeys() throws Exception {
    Future<@Nullable String> chain =
        callers.submit(
            () ->
                apart.get(
                    key(apart, 1),
                    first ->
                        here.get(key(here, 2), second -> leased.get(key(leased, 3), unused -> "v"))
                            + apart.get(key(apart, 2), unused -> "w")));

    assertEquals("vw", chain.get(1, TimeUnit.MINUTES));
  }

  @Test
  void shouldLetThreadsThatLoadedWaitForWhatTheyLoaded() throws Exception {
    // Given a pool of threads, each of which was aboard of many flights that landed...
    for (int round = 0; round < 200; round++) {
      EntryKey key = key(apart, round);
      EntryKey other = key(apart, round + 10_000);

      Future<@Nullable String> one = callers.submit(() -> apart.get(key, unused -> "v"));
      Future<@Nullable String> two =
          callers.submit(() -> apart.get(other, unused -> apart.get(key, again -> "v")));

      assertEquals("v", one.get(1, TimeUnit.MINUTES));
      assertEquals("v", two.get(1, TimeUnit.MINUTES), "no circle: nobody waits for " + other);
    }
  }

  /** Who has been answered and has not gone on yet waits for nobody. */
  @Test
  void shouldTakeNobodyForAWaiterWhoseAnswerIsThere() throws Exception {
    CountDownLatch slowWaits = new CountDownLatch(1);
    CountDownLatch quickWaits = new CountDownLatch(1);
    Interleaving slowToGoOn =
        new Interleaving() {
          @Override
          public void step() {}

          @Override
          public void awaiting(CompletableFuture<?> awaited) {
            if (slowWaits.getCount() > 0) {
              slowWaits.countDown();
              Uninterruptibles.awaitUninterruptibly(quickWaits);
            } else {
              quickWaits.countDown();
            }
          }
        };
    Region<String> region =
        cluster
            .node(cluster.store(), parts -> parts.simulated(new Fence(1_000), slowToGoOn))
            .region(RegionSettings.of("slow", "slow:{id}"), String.class);
    EntryKey one = key(region, 1);
    EntryKey two = key(region, 2);
    CountDownLatch twoIsLoading = new CountDownLatch(1);
    try {
      Future<@Nullable String> quick =
          callers.submit(
              () -> {
                String loaded = region.get(two, unused -> onceAskedFor(twoIsLoading, slowWaits));
                return loaded + region.get(one, unused -> "not asked");
              });
      twoIsLoading.await();
      Future<@Nullable String> slow =
          callers.submit(
              () -> region.get(one, unused -> "v" + region.get(two, again -> "not asked")));

      assertEquals("wvw", quick.get(1, TimeUnit.MINUTES));
      assertEquals("vw", slow.get(1, TimeUnit.MINUTES));
    } finally {
      quickWaits.countDown();
    }
  }

  private static String onceAskedFor(CountDownLatch loading, CountDownLatch asked)
      throws InterruptedException {
    loading.countDown();
    asked.await();
    return "w";
  }

  private static EntryKey key(Region<?> region, int id) {
    return region.key(Map.of("id", id));
  }

  private void assertCircle(Callable<?> call) {
    Future<?> running = callers.submit(call);

    Throwable failure =
        assertThrows(ExecutionException.class, () -> running.get(1, TimeUnit.MINUTES));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }

    assertInstanceOf(IllegalStateException.class, failure);
    assertNotNull(failure.getMessage());
    assertTrue(
        failure.getMessage().endsWith("asks the cache for a key whose load waits for that loader"),
        failure.getMessage());
  }
}
