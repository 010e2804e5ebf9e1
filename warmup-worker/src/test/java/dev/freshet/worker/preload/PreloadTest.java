// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.worker.preload.JobProgress.State;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.warmup.work.WarmRegion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreloadTest {
  private static final String FILE =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: users, owner: team-users}
      regions:
        - name: profile
          key: profile:{userId}
          ttl: 10m
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: users, owner: team-users}
      jobs:
        - id: join
          region: profile
          onJoin: true
          batchSize: 4
          concurrency: 2
      """;

  private final Joining joining = new Joining();
  private final Joining.Node before = joining.node();
  private final Joining.Node joiner = joining.node();
  private final Set<EntryKey> loaded = ConcurrentHashMap.newKeySet();
  private List<HotKeys> reports = List.of();
  private Sources sources = Sources.NONE;
  private @Nullable BulkLoader<String> loader = this::load;

  /** Volatile: opened while the preload waits for it. */
  private volatile boolean isOpen = true;

  private int mostLoads = 8;
  private boolean isLimited;
  private @Nullable Preload preload;

  @AfterEach
  void close() {
    if (preload != null) {
      preload.close();
    }
    joining.close();
  }

  @Test
  void shouldFillL1FromL2AndLoadTheRest() {
    before.warm(1, 2, 3, 4, 5, 6);

    JobProgress came = preload("keys: {list: [profile:1, profile:2, profile:3, profile:8]}");

    assertEquals(State.DONE, came.state());
    assertEquals(4, came.total());
    assertEquals(4, came.warm());
    assertEquals(Set.of("profile:8"), texts(loaded));
    assertEquals(4, joiner.inL1());
  }

  @Test
  void shouldTakeTheHottestKeysOfAllNodes() {
    before.warm(1, 2, 3, 4, 5, 6);
    reports =
        List.of(
            report("n1", "profile", 1, 2, 3, 4),
            report("n2", "profile", 2, 5),
            report("n2", "session", 9));

    JobProgress came = preload("keys: {hottest: 2}");

    assertEquals(State.DONE, came.state());
    assertEquals(List.of("profile:1", "profile:2"), inL1());
    assertEquals(Set.of(), texts(loaded));
  }

  @Test
  void shouldTakeWhatPeersHold() {
    before.warm(1, 2, 3);
    reports = List.of(report("n1", "profile", 1, 2), report("n2", "profile", 3));

    assertEquals(3, preload("keys: {peers: true}").warm());
    assertEquals(List.of("profile:1", "profile:2", "profile:3"), inL1());
  }

  @Test
  void shouldCountReportedKeysThatTheRegionDoesNotHave() {
    before.warm(1);
    reports = List.of(report("n1", "profile", 1, 10), otherShape());

    JobProgress came = preload("keys: {peers: true}");

    assertEquals(3, came.total());
    assertEquals(2, came.warm());
    assertEquals(1, came.failed());
    assertEquals("key profile:7:x: expected one of profile:{userId}", came.reason());
  }

  private static HotKeys otherShape() {
    return new HotKeys("user-api", "n2", "profile", 0L, List.of("profile:7:x"), true);
  }

  @Test
  void shouldHaveNothingToDoWhereNobodyHasSaidWhatIsHot() {
    JobProgress came = preload("keys: {hottest: 5}");

    assertEquals(State.EMPTY, came.state());
    assertEquals("no node has said which keys of the region are hot", came.reason());
  }

  @Test
  void shouldListKeysFromAQuery() {
    sources = Sources.builder().dataSource("users", rows(1, 2, 3)).build();

    JobProgress came =
        preload("keys: {jdbc: {dataSource: users, query: 'select 1 as \"userId\"'}}");

    assertEquals(3, came.warm());
    assertEquals(Set.of("profile:1", "profile:2", "profile:3"), texts(loaded));
  }

  @Test
  void shouldSayThatItsKeysCannotBeListed() {
    JobProgress came =
        preload("keys: {jdbc: {dataSource: users, query: 'select 1 as \"userId\"'}}");

    assertEquals(State.FAILED, came.state());
    assertEquals(
        "data source users: is not known here, expected none: there are none", came.reason());
  }

  @Test
  void shouldNotAskASourceThatHasALimitForAllWorkers() {
    before.warm(1, 2);

    JobProgress came =
        preload("keys: {list: [profile:1, profile:2, profile:3]}\n    ratePerSecond: 100");

    assertEquals(State.DONE, came.state());
    assertEquals(2, came.warm());
    assertEquals(Set.of(), texts(loaded));
    assertEquals(
        "1 keys are not in L2, and the limit of their source is for all workers", came.reason());
  }

  @Test
  void shouldLeaveALimitedSourceToTheWorkers() {
    isLimited = true;

    assertEquals(
        "1 keys are not in L2, and the limit of their source is for all workers",
        preload("keys: {list: [profile:1]}").reason());
    assertEquals(Set.of(), texts(loaded));
  }

  @Test
  void shouldNotAskASourceMoreThanItsLoaderAllows() {
    mostLoads = 1;
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(2);
    loader =
        keys -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          second.countDown();
          boolean unused = second.await(50, TimeUnit.MILLISECONDS);
          now.decrementAndGet();
          return load(keys);
        };

    JobProgress came =
        preload("keys: {list: [profile:1, profile:2, profile:3, profile:4, profile:5]}");

    assertEquals(5, came.warm());
    assertEquals(1, most.get());
  }

  @Test
  void shouldFillWhereNothingLoadsTheRegion() {
    before.warm(1);
    loader = null;

    JobProgress came = preload("keys: {list: [profile:1, profile:2]}");

    assertEquals(1, came.warm());
    assertEquals("1 keys are not in L2, and the region has no loader here", came.reason());
  }

  @Test
  void shouldCountKeysThatCannotBeLoaded() {
    loader =
        keys -> {
          if (texts(keys).contains("profile:3")) {
            throw new IllegalStateException("source hates 3");
          }
          return load(keys);
        };

    JobProgress came =
        preload(
            "keys: {list: [profile:1, profile:2, profile:3]}\n"
                + "    retry: {attempts: 1, backoff: 1ms}");

    assertEquals(State.DONE, came.state());
    assertEquals(2, came.warm());
    assertEquals(1, came.failed());
    assertTrue(came.reason().contains("source hates 3"), came.reason());
  }

  @Test
  void shouldFailWhereNoKeyCouldBeLoaded() {
    loader =
        keys -> {
          throw new IllegalStateException("source away");
        };

    JobProgress came = preload("keys: {list: [profile:1]}\n    retry: {attempts: 1, backoff: 1ms}");

    assertEquals(State.FAILED, came.state());
    assertTrue(came.reason().contains("source away"), came.reason());
  }

  /** After a second: the keys are to be listed in that time, too. */
  @Test
  void shouldGiveUpABatchThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    loader =
        keys -> {
          assertTrue(never.await(1, TimeUnit.MINUTES));
          return Map.of();
        };

    JobProgress came = preload("keys: {list: [profile:1, profile:2]}\n    timeout: 1s");

    assertEquals(State.FAILED, came.state());
    assertEquals(2, came.failed());
    assertEquals("took longer than it may", came.reason());
  }

  @Test
  void shouldLeaveOutWhatIsBeyondTheMostThatItWants() {
    assertEquals(
        2, preload("keys: {list: [profile:1, profile:2, profile:3]}\n    maxKeys: 2").total());
  }

  @Test
  void shouldSayThatItsRegionIsNotDeclared() {
    preload = start("other", "keys: {list: [profile:1]}");
    JobProgress came = awaitEnd(preload);

    assertEquals(State.FAILED, came.state());
    assertEquals("region profile: is not declared, expected it to be", came.reason());
  }

  @Test
  void shouldWaitForItsRegionToBeOpened() {
    isOpen = false;
    preload = start("profile", "keys: {list: [profile:1]}");
    Preload underway = preload;
    await().until(() -> underway.progress().get(0).reason().endsWith("is not open yet"));

    isOpen = true;

    assertEquals(State.DONE, awaitEnd(underway).state());
  }

  @Test
  void shouldHoldTheNodeBackUntilItsShareIsWarm() {
    CountDownLatch answer = new CountDownLatch(1);
    loader =
        keys -> {
          assertTrue(answer.await(1, TimeUnit.MINUTES));
          return load(keys);
        };
    before.warm(1, 2, 3, 4);
    preload =
        start(
            "profile",
            "keys: {list: [profile:1, profile:2, profile:3, profile:4, profile:5]}\n"
                + "    holdReady: {share: 90%, atMost: 1m}");
    Preload underway = preload;
    await().until(() -> underway.progress().get(0).warm() == 4);
    assertFalse(underway.ready().isDone());

    answer.countDown();

    await().until(() -> underway.ready().isDone());
    assertFalse(awaitEnd(underway).isLate());
  }

  @Test
  void shouldHoldTheNodeBackForNoLongerThanItMay() {
    isOpen = false;
    preload =
        start("profile", "keys: {list: [profile:1]}\n    holdReady: {share: 99%, atMost: 50ms}");
    Preload underway = preload;

    await().until(() -> underway.ready().isDone());

    assertTrue(underway.progress().get(0).isLate());
    isOpen = true;
    assertEquals(State.DONE, awaitEnd(underway).state(), "it goes on");
  }

  @Test
  void shouldHoldNobodyBackWithAJobThatFails() {
    preload =
        start(
            "profile",
            "keys: {jdbc: {dataSource: users, query: 'select 1 as \"userId\"'}}\n"
                + "    holdReady: {share: 99%, atMost: 1m}");
    Preload underway = preload;

    await().until(() -> underway.ready().isDone());
  }

  @Test
  void shouldStopWhenTheNodeIsClosed() {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    loader =
        keys -> {
          begun.countDown();
          try {
            assertTrue(new CountDownLatch(1).await(1, TimeUnit.MINUTES));
          } catch (InterruptedException e) {
            stopped.countDown();
            throw e;
          }
          return Map.of();
        };
    preload = start("profile", "keys: {list: [profile:1]}");
    await().until(() -> begun.getCount() == 0);

    preload.close();

    await().until(() -> stopped.getCount() == 0);
  }

  private JobProgress preload(String keys) {
    Preload begun = start("profile", keys);
    preload = begun;
    assertTrue(begun.ready().isDone(), "no job holds it up");
    return awaitEnd(begun);
  }

  private static JobProgress awaitEnd(Preload preload) {
    await().until(() -> preload.progress().get(0).state().isOver());
    return preload.progress().get(0);
  }

  private Preload start(String declared, String keys) {
    PreloadParts parts =
        new PreloadParts(
            declared::equals,
            name -> isOpen ? Optional.<Region<?>>of(joiner.profiles()) : Optional.empty(),
            name -> Optional.ofNullable(loader).map(this::warmRegion),
            () -> reports,
            sources,
            new SimpleMeterRegistry());
    Preload begun = new Preload("n9", jobs(keys), parts);
    begun.start();
    return begun;
  }

  private WarmRegion<?> warmRegion(BulkLoader<String> bulk) {
    return new WarmRegion<>(joiner.profiles(), bulk, Integer.MAX_VALUE, mostLoads, isLimited);
  }

  private static List<JobDefinition> jobs(String keys) {
    String text = FILE + "    " + keys + "\n";
    return RuleBook.compile(List.of(new RuleSource("users", "users.yaml", 1, text)))
        .orThrow()
        .jobs();
  }

  private Map<EntryKey, String> load(Set<EntryKey> keys) {
    loaded.addAll(keys);
    return Joining.load(keys);
  }

  private List<String> inL1() {
    return joiner.profiles().hottest(100).stream().map(EntryKey::text).sorted().toList();
  }

  private static Set<String> texts(Set<EntryKey> keys) {
    return keys.stream().map(EntryKey::text).collect(Collectors.toSet());
  }

  private static RowSource rows(int... ids) {
    return query ->
        (columns, most, rows) -> {
          for (int id : ids) {
            rows.accept(Map.of("userId", id));
          }
          return 0;
        };
  }

  private static HotKeys report(String instance, String region, int... ids) {
    return new HotKeys(
        "user-api",
        instance,
        region,
        0L,
        IntStream.of(ids).mapToObj(id -> region + ":" + id).toList(),
        true);
  }
}
