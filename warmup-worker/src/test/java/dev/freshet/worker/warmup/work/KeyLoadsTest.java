// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import static dev.freshet.worker.warmup.work.Warming.keys;
import static dev.freshet.worker.warmup.work.Warming.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyLoadsTest {
  private Warming warming = new Warming();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Integer> calls = new ArrayList<>();
  private int stopAfter = Integer.MAX_VALUE;

  @AfterEach
  void close() {
    warming.close();
  }

  @Test
  void shouldLoadWhatIsNotPresentInCallsOfTheLoadersSize() throws Exception {
    warming.region.warm(
        Set.of(key(0), key(1)), values(number -> number)); // as somebody else did before
    calls.clear();

    Tally tally = load(task(keys(0, 25)), 10, values(number -> number % 5 == 0 ? null : number));

    assertEquals(List.of(8, 10, 5), calls);
    assertEquals(2, tally.present);
    assertEquals(19, tally.loaded);
    assertEquals(4, tally.absent, "5, 10, 15, 20");
    assertEquals(0, tally.retries);
    assertEquals(List.of(), tally.failedKeys);
    assertEquals("7", warming.region.getIfPresent(key(7)));
  }

  @Test
  void shouldReportATextThatIsNoKeyOfTheRegion() throws Exception {
    Tally tally =
        load(task(new LoadKeys(List.of("profile:1", "session:1"))), 10, values(number -> number));

    assertEquals(1, tally.loaded);
    assertEquals(List.of("session:1"), tally.failedKeys);
    assertEquals(
        "key session:1: found a key that region profile does not have, expected profile:{userId}",
        tally.error);
  }

  @Test
  void shouldTryAgainWhatFailedAndNothingElse() throws Exception {
    List<Set<String>> asked = new ArrayList<>();
    BulkLoader<String> loader =
        failing(
            asked,
            keys -> asked.size() <= 2 && keys.contains("profile:12")); // twice, in its own call

    Tally tally = load(task(keys(0, 20)), 10, loader);

    assertEquals(3, asked.size(), "first call, second call and its second try");
    assertEquals(asked.get(1), asked.get(2));
    assertEquals(20, tally.loaded);
    assertEquals(1, tally.retries);
    assertEquals(List.of(Duration.ofMillis(50)), pauses, "half of 100 ms, as random says");
    assertEquals(List.of(), tally.failedKeys);
  }

  @Test
  void shouldTryAgainWhatL2HasNotStored() throws Exception {
    warming.close();
    warming = Warming.before(new FlakyStore(1), 1_000);

    Tally tally = load(task(keys(0, 20)), 10, values(number -> number));

    assertEquals(List.of(10, 10, 10), calls, "those of the first call again");
    assertEquals(20, tally.loaded);
    assertEquals(0, tally.present);
    assertEquals(1, tally.retries);
    assertEquals(1, pauses.size());
    assertEquals(List.of(), tally.failedKeys);
  }

  @Test
  void shouldCountAsLoadedWhatL2StoredWithoutSayingSo() throws Exception {
    warming.close();
    warming = Warming.before(new FlakyStore(1, /* hasThem= */ true), 1_000);

    Tally tally = load(task(keys(0, 20)), 10, values(number -> number));

    assertEquals(List.of(10, 10), calls, "nothing is asked for again");
    assertEquals(20, tally.loaded);
    assertEquals(0, tally.present);
  }

  @Test
  void shouldReportWhatL2NeverStores() throws Exception {
    warming.close();
    warming = Warming.before(new FlakyStore(Integer.MAX_VALUE), 1_000);

    Tally tally = load(task(keys(0, 10)), 10, values(number -> number));

    assertEquals(List.of(10, 10, 10), calls, "three attempts, and none is halved");
    assertEquals(10, tally.failedKeys.size());
    assertEquals("L2 has not stored the value", tally.error);
    assertEquals(0, tally.loaded);
  }

  @Test
  void shouldNotTryAgainWhatL2DoesNotTake() throws Exception {
    warming.close();
    warming = Warming.before(new FlakyStore(0), 3);

    Tally tally = load(task(keys(998, 1_002)), 10, values(number -> number));

    assertEquals(List.of(4), calls);
    assertEquals(
        List.of("profile:1000", "profile:1001"), tally.failedKeys.stream().sorted().toList());
    assertEquals(2, tally.loaded);
  }

  @Test
  void shouldSaveTheGoodKeysFromTheBadOnesAtTheEnd() throws Exception {
    List<Set<String>> asked = new ArrayList<>();
    BulkLoader<String> loader =
        failing(asked, keys -> keys.stream().anyMatch(key -> number(key) % 3 == 0));

    Tally tally = load(task(keys(0, 90)), 100, loader);

    assertEquals(60, tally.loaded + tally.present);
    assertEquals(
        30, tally.failedKeys.stream().filter(key -> number(key) % 3 == 0).count(), "each third");
    assertEquals(30, tally.failedKeys.size());
    assertTrue(String.valueOf(tally.error).contains("each third fails"), tally.error);
    assertEquals(2, pauses.size(), "three attempts");
  }

  @Test
  void shouldKeepThePaceAlsoAtItsEndAndForKeysThatFail() throws Exception {
    WarmupTask task = task(keys(0, 5)).setKeysPerSecond(2.0).setAttempts(1).build();

    Tally tally = load(task, 100, values(number -> number == 3 ? fail() : number));

    assertEquals(4, tally.loaded);
    assertEquals(
        List.of(500L, 500L, 500L, 500L, 500L), pauses.stream().map(Duration::toMillis).toList());
  }

  @Test
  void shouldNotPauseForWhatIsPresent() throws Exception {
    load(task(keys(0, 5)), 100, values(number -> number));

    Tally tally =
        load(task(keys(0, 5)).setKeysPerSecond(2.0).build(), 100, values(number -> number));

    assertEquals(5, tally.present);
    assertEquals(List.of(), pauses);
  }

  @Test
  void shouldStopWhenItIsInterrupted() {
    BulkLoader<String> loader =
        keys -> {
          Thread.currentThread().interrupt();
          throw new InterruptedException("as a driver does");
        };

    assertThrows(InterruptedException.class, () -> load(task(keys(0, 5)), 100, loader));
    assertNull(warming.region.getIfPresent(key(1)));
  }

  @Test
  void shouldStopBeforeTheNextCallWhereAnInterruptIsSwallowed() {
    stopAfter = 2;

    assertThrows(
        InterruptedException.class, () -> load(task(keys(0, 25)), 5, values(number -> number)));
    assertEquals(List.of(5, 5), calls);
  }

  @Test
  void shouldSpreadTheEnds() throws Exception {
    BulkLoader<String> loader = values(number -> number);
    Asked<String> asked = new Asked<>(loader, Duration.ofMinutes(10), 0.2, () -> 0.5);

    Map<EntryKey, Loaded<String>> loaded = asked.loadAllTagged(Set.of(key(1)));

    assertEquals(Map.of(key(1), Loaded.of("1").withTtl(Duration.ofMinutes(9))), loaded);
    assertEquals(1, asked.takeKeys());
    assertEquals(0, asked.takeKeys());
  }

  /** Gives the value of a key's number, or fails. */
  @FunctionalInterface
  private interface Values {
    @Nullable Integer of(int number) throws Exception;
  }

  /** Says which calls fail. */
  @FunctionalInterface
  private interface Failing {
    boolean fails(Set<String> keys);
  }

  private static Integer fail() {
    throw new IllegalStateException("source is away");
  }

  private BulkLoader<String> values(Values values) {
    return keys -> {
      calls.add(keys.size());
      Map<EntryKey, String> found = new HashMap<>();
      for (EntryKey key : keys) {
        Integer value = values.of(number(key.text()));
        if (value != null) {
          found.put(key, value.toString());
        }
      }
      return found;
    };
  }

  private static BulkLoader<String> failing(List<Set<String>> asked, Failing failing) {
    return keys -> {
      Set<String> texts = keys.stream().map(EntryKey::text).collect(Collectors.toSet());
      asked.add(texts);
      if (failing.fails(texts)) {
        throw new IllegalStateException("each third fails");
      }
      return keys.stream().collect(Collectors.toMap(key -> key, EntryKey::text));
    };
  }

  private static int number(String key) {
    return Integer.parseInt(key.substring("profile:".length()));
  }

  private EntryKey key(int number) {
    return warming.region.key(Map.of("userId", number));
  }

  private Tally load(WarmupTask.Builder task, int maxBatch, BulkLoader<String> loader)
      throws InterruptedException {
    return load(task.build(), maxBatch, loader);
  }

  private Tally load(WarmupTask task, int maxBatch, BulkLoader<String> loader)
      throws InterruptedException {
    return new KeyLoads<>(
            warming.loadedBy(loader, maxBatch),
            task,
            () -> calls.size() == stopAfter,
            pauses::add,
            () -> 0.5)
        .load((LoadKeys) task.getWork());
  }
}
