// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.cache.store.L2Store.Write;
import dev.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** The store in memory, against what a map would do. */
class L2StorePropertyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeClock clock = FakeClock.create();
  private L2Store store = empty();

  @BeforeTry
  void begin() {
    store = empty();
  }

  @Property(tries = 500)
  void shouldRoundTripAnyBytesUnderAnyKey(@ForAll String key, @ForAll byte[] value) {
    store.set(key, value, MINUTE).join();

    assertArrayEquals(value, store.get(key).join().orElseThrow());
  }

  @Property(tries = 500)
  void shouldMissEveryKeyThatWasNotSet(
      @ForAll @Size(max = 20) Map<String, byte[]> set, @ForAll String asked) {
    set.forEach((key, value) -> store.set(key, value, MINUTE).join());

    assertEquals(set.containsKey(asked), store.get(asked).join().isPresent());
  }

  @Property(tries = 500)
  void shouldRemoveExactlyWhatStartsWithThePrefix(
      @ForAll byte[] value, @ForAll @Size(max = 3) byte[] prefix, @ForAll boolean really) {
    byte[] held = really ? concat(prefix, value) : value;
    store.set("key", held, MINUTE).join();

    boolean removed = store.removeIfStartsWith("key", prefix).join();

    boolean expected =
        held.length >= prefix.length && Arrays.equals(Arrays.copyOf(held, prefix.length), prefix);
    assertEquals(expected, removed);
    assertEquals(!expected, store.get("key").join().isPresent());
  }

  @Property(tries = 500)
  void shouldForgetAtTheEndOfTheTimeToLiveAndNotBefore(
      @ForAll @IntRange(min = 1, max = 1_000_000) int ttlMs,
      @ForAll @IntRange(min = 0, max = 2_000_000) int laterMs) {
    store.set("key", new byte[1], Duration.ofMillis(ttlMs)).join();

    clock.advance(Duration.ofMillis(laterMs));

    assertEquals(laterMs < ttlMs, store.get("key").join().isPresent());
    assertEquals(laterMs >= ttlMs, store.setIfAbsent("key", new byte[2], MINUTE).join());
  }

  @Property(tries = 500)
  void shouldDoInABatchWhatSinglesDo(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 15) Integer> written,
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 15) Integer> asked) {
    L2Store singles = empty();
    List<Write> writes =
        written.stream().map(i -> new Write("k" + i, new byte[i], MINUTE)).toList();
    List<String> keys = asked.stream().map(i -> "k" + i).toList();

    store.setAll(writes).join();
    writes.forEach(w -> singles.set(w.key(), w.value(), w.ttl()).join());

    Map<String, byte[]> expected = new HashMap<>();
    keys.forEach(key -> singles.get(key).join().ifPresent(value -> expected.put(key, value)));
    Map<String, byte[]> found = store.getAll(keys).join();
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((key, value) -> assertArrayEquals(value, found.get(key)));
  }

  @Property(tries = 500)
  void shouldKeepNamespacesApart(
      @ForAll @NotEmpty String blue, @ForAll @NotEmpty String green, @ForAll String key) {
    store.set(blue + key, new byte[] {1}, MINUTE).join();
    store.setAll(List.of(new Write(green + key, new byte[] {2}, MINUTE))).join();

    assertEquals(blue.equals(green) ? 2 : 1, store.get(blue + key).join().orElseThrow()[0]);
    store.removeIfStartsWith(green + key, new byte[0]).join();
    assertEquals(!blue.equals(green), store.get(blue + key).join().isPresent());
  }

  @Property(tries = 100)
  void shouldAnswerConcurrentCallsAsIfOneCameAfterAnother(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 3) Integer> keys) {
    List<Boolean> kept =
        Together.call(
            keys.size(),
            i -> takeAndGiveBack("k" + keys.get(i), new byte[] {(byte) i, (byte) (i + 1)}));

    assertFalse(kept.contains(false), "a holder was robbed");
    new HashSet<>(keys)
        .forEach(key -> assertEquals(Optional.empty(), store.get("k" + key).join(), "left over"));
  }

  /** As a lease: who gets the key finds its own token there until it gives it back. */
  private boolean takeAndGiveBack(String key, byte[] token) {
    if (!store.setIfAbsent(key, token, MINUTE).join()) {
      return true;
    }
    byte[] seen = store.get(key).join().orElse(new byte[0]);
    return Arrays.equals(token, seen) && store.removeIfStartsWith(key, token).join();
  }

  private L2Store empty() {
    return L2Store.inMemory(clock.nanoTicker()::getAsLong);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
