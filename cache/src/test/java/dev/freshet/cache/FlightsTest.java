// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final int CALLERS = 20;

  private final TestCluster cluster = new TestCluster();
  private final Region<Integer> region =
      cluster.node().region(RegionSettings.of("a", "a:{id}"), Integer.class);
  private final EntryKey key = region.key(Map.of("id", 1));
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final AtomicInteger loads = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Thread> waiting = new ArrayList<>();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void shouldLoadOnceForAllWhoAskMeanwhile() throws ExecutionException, InterruptedException {
    List<Future<@Nullable Integer>> answers = askAndHold(CALLERS);

    release.countDown();

    for (Future<@Nullable Integer> answer : answers) {
      assertEquals(1, answer.get());
    }
    assertEquals(1, loads.get());
  }

  @Test
  void shouldLoadAgainForThoseWhoAskedAfterACommandThatOvertookTheLoad()
      throws ExecutionException, InterruptedException {
    List<Future<@Nullable Integer>> before = askAndHold(1);
    cluster.append(new Target.Key(key.text())).join();
    List<Future<@Nullable Integer>> after = askAndHold(CALLERS);

    release.countDown();

    assertEquals(1, before.get(0).get(), "began before the command");
    for (Future<@Nullable Integer> answer : after) {
      assertEquals(2, answer.get(), "began after it");
    }
    assertEquals(2, loads.get());
  }

  @Test
  void shouldRefuseLoadersThatWaitForEachOther() throws InterruptedException {
    EntryKey other = region.key(Map.of("id", 2));
    CountDownLatch bothLoad = new CountDownLatch(2);
    List<Future<@Nullable Integer>> answers =
        List.of(
            callers.submit(() -> region.get(key, unused -> askAcross(bothLoad, other))),
            callers.submit(() -> region.get(other, unused -> askAcross(bothLoad, key))));

    int failed = 0;
    for (Future<@Nullable Integer> answer : answers) {
      try {
        Integer unused = answer.get();
      } catch (ExecutionException e) {
        failed++;
      }
    }

    assertTrue(failed > 0, "found two answers, expected a circle to be refused");
  }

  private @Nullable Integer askAcross(CountDownLatch bothLoad, EntryKey other)
      throws InterruptedException {
    bothLoad.countDown();
    bothLoad.await();
    return region.get(other, unused -> loads.incrementAndGet());
  }

  /**
   * Starts callers and returns once all of them wait: the first in the loader, the others for it.
   */
  private List<Future<@Nullable Integer>> askAndHold(int count) {
    List<Future<@Nullable Integer>> answers = new ArrayList<>();
    int expected = waitingCount() + count;
    for (int i = 0; i < count; i++) {
      answers.add(callers.submit(this::ask));
    }
    await().until(() -> waitingCount() == expected);
    return answers;
  }

  private @Nullable Integer ask() {
    synchronized (waiting) {
      waiting.add(Thread.currentThread());
    }
    return region.get(
        key,
        unused -> {
          int load = loads.incrementAndGet();
          release.await();
          return load;
        });
  }

  private int waitingCount() {
    synchronized (waiting) {
      return (int)
          waiting.stream().filter(thread -> thread.getState() == Thread.State.WAITING).count();
    }
  }
}
