// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do; each store's test inherits it. */
abstract class L2StoreContractTest {
  private static final byte[] VALUE = {0, 1, -1, 127, -128};

  private final String key = "contract:" + UUID.randomUUID();
  private L2Store store = open();

  /** A store that holds nothing under new keys. */
  abstract L2Store open();

  @BeforeEach
  void reach() {
    await().ignoreExceptions().until(() -> store.get(key).join().isEmpty());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldGiveBackTheBytesThatWereSet() {
    store.set(key, VALUE, Duration.ofMinutes(1)).join();

    assertArrayEquals(VALUE, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldHoldTheLastOfTwoValues() {
    store.set(key, VALUE, Duration.ofMinutes(1)).join();
    store.set(key, new byte[] {2}, Duration.ofMinutes(1)).join();

    assertArrayEquals(new byte[] {2}, store.get(key).join().orElseThrow());
  }

  @Test
  void shouldHoldAnEmptyValue() {
    store.set(key, new byte[0], Duration.ofMinutes(1)).join();

    assertEquals(0, store.get(key).join().orElseThrow().length);
  }

  @Test
  void shouldKeepKeysApartThatDifferInUnicodeOnly() {
    store.set(key + "\u00e4", VALUE, Duration.ofMinutes(1)).join();

    assertEquals(Optional.empty(), store.get(key + "a").join());
    assertTrue(store.get(key + "\u00e4").join().isPresent());
  }

  @Test
  void shouldForgetWhatHasExpired() {
    store.set(key, VALUE, Duration.ofMillis(30)).join();

    await().until(() -> store.get(key).join().isEmpty());
  }

  @Test
  void shouldCloseTwice() {
    store.close();
    store.close();
  }
}
