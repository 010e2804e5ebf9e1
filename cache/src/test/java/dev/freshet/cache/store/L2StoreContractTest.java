// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.L2Store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do; each store's test inherits it. */
abstract class L2StoreContractTest {
  private static final byte[] VALUE = {0, 1, -1, 127, -128};
  private static final byte[] OTHER = {2};
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(30);

  /** For stores that wait for servers: nothing here is about a slow one. */
  static final Duration PATIENT = Duration.ofSeconds(15);

  private final String key = "contract:" + UUID.randomUUID();
  private L2Store store;

  /** A store that holds nothing under new keys, and follows the time of day. */
  abstract L2Store open();

  @BeforeEach
  void reach() {
    store = open();
    await().ignoreExceptions().until(() -> store.get(key).join().isEmpty());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldGiveBackTheBytesThatWereSet() {
    store.set(key, VALUE, LONG).join();

    assertArrayEquals(VALUE, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldMissWhatWasNeverSet() {
    assertEquals(Optional.empty(), store.get(key).join());
    assertEquals(Map.of(), store.getAll(List.of(key)).join());
    assertFalse(store.removeIfStartsWith(key, VALUE).join());
    assertFalse(store.removeIfStartsWith(key, new byte[0]).join());
  }

  @Test
  void shouldHoldTheLastOfTwoValues() {
    store.set(key, VALUE, LONG).join();
    store.set(key, OTHER, LONG).join();

    assertArrayEquals(OTHER, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldHoldAnEmptyValue() {
    store.set(key, new byte[0], LONG).join();

    assertEquals(0, store.get(key).join().orElseThrow().length);
    assertEquals(Set.of(key), store.getAll(List.of(key)).join().keySet());
  }

  @Test
  void shouldHoldEveryByteAndABigValue() {
    byte[] big = new byte[1 << 20];
    for (int i = 0; i < big.length; i++) {
      big[i] = (byte) (i * 31 + (i >> 8));
    }

    store.set(key, big, LONG).join();

    assertArrayEquals(big, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldKeepKeysApartThatDifferInUnicodeOnly() {
    store.set(key + "\u00e4", VALUE, LONG).join();

    assertEquals(Optional.empty(), store.get(key + "a").join());
    assertTrue(store.get(key + "\u00e4").join().isPresent());
  }

  @Test
  void shouldKeepNamespacesApart() {
    store.set("blue:" + key, VALUE, LONG).join();
    store.set("green:" + key, OTHER, LONG).join();

    assertTrue(store.removeIfStartsWith("blue:" + key, VALUE).join());

    assertEquals(Optional.empty(), store.get("blue:" + key).join());
    assertArrayEquals(OTHER, store.get("green:" + key).join().orElseThrow());
    assertEquals(Optional.empty(), store.get(key).join());
  }

  @Test
  void shouldForgetWhatHasExpired() {
    store.setAll(List.of(new Write(key, VALUE, SHORT), new Write(key + 2, VALUE, LONG))).join();

    await().until(() -> store.get(key).join().isEmpty());

    assertEquals(Set.of(key + 2), store.getAll(List.of(key, key + 2)).join().keySet());
    assertTrue(store.setIfAbsent(key, OTHER, LONG).join());
  }

  @Test
  void shouldTakeAnyTimeToLiveFromAMillisecondOn() {
    store.set(key, VALUE, Duration.ofSeconds(Long.MAX_VALUE)).join();

    assertTrue(store.get(key).join().isPresent());
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1))) {
      assertFailsWith(IllegalArgumentException.class, () -> store.set(key, OTHER, wrong));
      assertFailsWith(IllegalArgumentException.class, () -> store.setIfAbsent(key, OTHER, wrong));
      Write write = new Write(key, OTHER, wrong);
      assertFailsWith(IllegalArgumentException.class, () -> store.setAll(List.of(write)));
    }
    assertArrayEquals(VALUE, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldDoInABatchWhatSinglesDo() {
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> key + i).toList();
    List<Write> writes = new ArrayList<>();
    keys.subList(0, 60).forEach(k -> writes.add(new Write(k, k.getBytes(UTF_8), LONG)));
    writes.add(new Write(keys.get(7), VALUE, LONG));

    store.setAll(writes).join();
    List<String> asked = new ArrayList<>(keys);
    asked.add(keys.get(3));
    Map<String, byte[]> batch = store.getAll(asked).join();

    assertEquals(Set.copyOf(keys.subList(0, 60)), batch.keySet());
    for (String each : keys) {
      assertArrayEquals(batch.get(each), store.get(each).join().orElse(null));
    }
    assertArrayEquals(VALUE, batch.get(keys.get(7)), "the later of two writes");
  }

  @Test
  void shouldTakeAnEmptyBatch() {
    store.setAll(List.of()).join();

    assertEquals(Map.of(), store.getAll(List.of()).join());
  }

  @Test
  void shouldLetOneOfManyWinAnAbsentKey() {
    List<Boolean> won =
        Together.call(64, i -> store.setIfAbsent(key, new byte[] {(byte) i}, LONG).join());

    List<Integer> winners = IntStream.range(0, 64).filter(won::get).boxed().toList();
    assertEquals(1, winners.size(), () -> "winners " + winners);
    assertEquals(winners.get(0).byteValue(), store.get(key).join().orElseThrow()[0]);
  }

  @Test
  void shouldRemoveOnlyWhatStartsWithThePrefix() {
    store.set(key, VALUE, LONG).join();

    assertFalse(store.removeIfStartsWith(key, new byte[] {0, 2}).join());
    assertFalse(store.removeIfStartsWith(key, Arrays.copyOf(VALUE, 6)).join(), "longer");
    assertArrayEquals(VALUE, store.get(key).join().orElseThrow());
    assertTrue(store.removeIfStartsWith(key, new byte[] {0, 1, -1}).join());
    assertEquals(Optional.empty(), store.get(key).join());
    assertFalse(store.removeIfStartsWith(key, new byte[] {0, 1, -1}).join(), "gone");
  }

  @Test
  void shouldRemoveWholeAndEmptyValuesByPrefix() {
    store.set(key, VALUE, LONG).join();
    assertTrue(store.removeIfStartsWith(key, VALUE).join());

    store.set(key, new byte[0], LONG).join();
    assertFalse(store.removeIfStartsWith(key, OTHER).join());
    assertTrue(store.removeIfStartsWith(key, new byte[0]).join());
  }

  @Test
  void shouldNeverShowHalfAValueToConcurrentReaders() {
    store.set(key, new byte[4096], LONG).join();

    List<Boolean> whole =
        Together.call(
            200,
            i -> {
              store.set(key, uniform(i), LONG).join();
              return isUniform(store.get(key).join().orElseThrow());
            });

    assertFalse(whole.contains(false));
  }

  @Test
  void shouldNotBeChangedThroughTheArraysItHandsOut() {
    store.set(key, VALUE, LONG).join();

    store.get(key).join().orElseThrow()[0] = 9;
    store.getAll(List.of(key)).join().values().forEach(value -> value[0] = 9);

    assertArrayEquals(VALUE, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldCloseTwiceAndFailAfterwards() {
    store.close();
    store.close();

    List<Supplier<CompletableFuture<?>>> calls =
        List.of(
            () -> store.get(key),
            () -> store.getAll(List.of(key)),
            () -> store.set(key, VALUE, LONG),
            () -> store.setAll(List.of(new Write(key, VALUE, LONG))),
            () -> store.setIfAbsent(key, VALUE, LONG),
            () -> store.removeIfStartsWith(key, VALUE));
    calls.forEach(call -> assertFailsWith(IllegalStateException.class, call));
  }

  /** The future fails, and nothing is thrown where it is asked for. */
  private static void assertFailsWith(
      Class<? extends Throwable> expected, Supplier<CompletableFuture<?>> call) {
    CompletableFuture<?> answer = call.get();
    Throwable failure = assertThrows(CompletionException.class, answer::join);
    assertInstanceOf(expected, failure.getCause());
  }

  private static byte[] uniform(int i) {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) i);
    return bytes;
  }

  private static boolean isUniform(byte[] value) {
    return value.length == 4096 && Arrays.equals(value, uniform(value[0]));
  }
}
