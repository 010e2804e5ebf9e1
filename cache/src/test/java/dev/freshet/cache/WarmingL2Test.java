// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Warmed.Outcome;
import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Warming waits for L2, and says what L2 did not take. */
class WarmingL2Test extends WarmingNodes {
  @Test
  void shouldReturnOnlyOnceL2HasAnswered() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Region<String> slow = node(new Setting(store, answer)).region(ITEMS, String.class);
    whileWaiting = () -> answer.complete(null);

    Warmed warmed = slow.warm(keys(1, 2), this::load);

    assertTrue(answer.isDone(), "it has waited");
    assertEquals(Set.of(), warmed.unstored());
  }

  @Test
  void shouldCountWhatL2DidNotTake() {
    RuntimeException failure = new IllegalStateException("the store is told to fail");
    Region<String> failing =
        node(new Setting(store, CompletableFuture.failedFuture(failure)))
            .region(ITEMS, String.class);

    Warmed warmed = failing.warm(keys(1, 2), this::load);

    assertEquals(2, warmed.count(Outcome.LOADED));
    assertEquals(Set.of(key(1), key(2)), warmed.unstored());
    assertEquals(Set.of(), warmed.untaken(), "it may take them later");
  }

  @Test
  void shouldStoreAgainWhatL2DidNotTake() {
    Moody moody = new Moody(store);
    Region<String> flaky = node(moody).region(ITEMS, String.class);
    moody.failures = 1;
    assertEquals(Set.of(key(1)), flaky.warm(keys(1), this::load).unstored());

    Warmed again = flaky.warm(keys(1), this::load);

    assertEquals(Map.of(key(1), Outcome.LOADED), again.outcomes(), "though L1 has it");
    assertEquals(Set.of(), again.unstored());
    assertEquals("v1", there.getIfPresent(key(1)));
  }

  @Test
  void shouldNotAskTheSourceForWhatL1HasWhileL2IsAway() {
    Moody moody = new Moody(store);
    Region<String> flaky = node(moody).region(ITEMS, String.class);
    moody.failsReads = true;
    flaky.warm(keys(1), this::load);
    calls.clear();

    Warmed warmed = flaky.warm(keys(1), this::load);

    assertEquals(Map.of(key(1), Outcome.PRESENT), warmed.outcomes());
    assertEquals(Set.of(key(1)), warmed.unstored(), "nobody knows");
    assertEquals(List.of(), calls);
    assertEquals("v1", flaky.getIfPresent(key(1)), "L1 has it");
  }

  @Test
  void shouldSendManyValuesToL2InPartsOneAfterTheOther() {
    Moody moody = new Moody(store);
    Region<String> patient = node(moody).region(ITEMS, String.class);
    moody.waits = true;
    whileWaiting = moody::answerAll;

    Warmed warmed =
        patient.warm(IntStream.range(0, 1_000).mapToObj(this::key).toList(), this::load);

    assertEquals(Set.of(), warmed.unstored());
    assertEquals(1, moody.mostWaiting, "parts at a time");
    assertTrue(moody.largest <= 128, () -> "values in a part: " + moody.largest);
    assertEquals("v999", there.getIfPresent(key(999)));
  }

  @Test
  void shouldLoseOnlyThePartThatL2DidNotTake() {
    Moody moody = new Moody(store);
    Region<String> patient = node(moody).region(ITEMS, String.class);
    moody.waits = true;
    moody.failures = 1;
    whileWaiting = moody::answerAll;

    int unstored =
        patient
            .warm(IntStream.range(0, 1_000).mapToObj(this::key).toList(), this::load)
            .unstored()
            .size();

    assertTrue(unstored > 0 && unstored <= 128, () -> "found " + unstored);
  }

  @Test
  void shouldNotWaitForAStoreThatNeverAnswers() {
    Region<String> silent =
        node(new Setting(store, new CompletableFuture<>())).region(ITEMS, String.class);
    whileWaiting = () -> cluster.pass(Duration.ofSeconds(10));

    assertEquals(Set.of(key(1)), silent.warm(keys(1), this::load).unstored());
  }

  @Test
  void shouldCountWhatIsTooLargeForL2ByItself() {
    RegionSettings small = ITEMS.with(ITEMS.l2().withMaxValueBytes(10)).withVersion(2);
    Region<String> bounded = node.region(small, String.class);

    Warmed warmed =
        bounded.warm(keys(1, 2), keys -> Map.of(key(1), "v1", key(2), "v2 is too long for L2"));

    assertEquals(Set.of(key(2)), warmed.unstored());
    assertEquals(Set.of(key(2)), warmed.untaken());
  }

  /** A store that does what another does. */
  private static class Forwarding implements L2Store {
    final L2Store store;

    Forwarding(L2Store store) {
      this.store = store;
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return store.get(key);
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return store.set(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
      return store.setIfAbsent(key, value, ttl);
    }

    @Override
    public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
      return store.removeIfStartsWith(key, prefix);
    }

    @Override
    public void close() {}
  }

  /** A store whose answer to every write is the one given. */
  private static final class Setting extends Forwarding {
    private final CompletableFuture<Void> answer;

    Setting(L2Store store, CompletableFuture<Void> answer) {
      super(store);
      this.answer = answer;
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return answer;
    }

    @Override
    public CompletableFuture<Void> setAll(Collection<Write> writes) {
      return answer;
    }
  }

  /** A store that fails, and answers writes, when it is told to. */
  private static final class Moody extends Forwarding {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    boolean failsReads;
    int failures;
    boolean waits;
    int mostWaiting;
    int largest;

    Moody(L2Store store) {
      super(store);
    }

    void answerAll() {
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }

    private boolean fails() {
      return failures-- > 0;
    }

    private static <T> CompletableFuture<T> failed() {
      return CompletableFuture.failedFuture(new IllegalStateException("told to fail"));
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
      return failsReads ? failed() : super.get(key);
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
      return fails() ? failed() : super.set(key, value, ttl);
    }

    @Override
    public CompletableFuture<Void> setAll(Collection<Write> writes) {
      if (fails()) {
        return failed();
      }
      CompletableFuture<Void> stored = store.setAll(writes);
      if (!waits) {
        return stored;
      }
      CompletableFuture<Void> answer = new CompletableFuture<>();
      waiting.add(() -> answer.complete(null));
      mostWaiting = Math.max(mostWaiting, waiting.size());
      largest = Math.max(largest, writes.size());
      return answer;
    }
  }
}
