// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import dev.freshet.testkit.RedisFixture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisL2StoreIT extends L2StoreContractTest {
  /** So short that a silent server is soon found out. */
  private static final Duration HASTY = Duration.ofMillis(500);

  @Override
  L2Store open() {
    return L2Store.redis(RedisFixture.url(), PATIENT);
  }

  @Test
  void shouldFailFastWhileRedisIsAwayAndWorkWhenItIsBack() {
    EmbeddedRedis first = EmbeddedRedis.start();
    int port = first.port();
    first.close();

    try (L2Store store = L2Store.redis("redis://127.0.0.1:" + port, HASTY)) {
      assertThrows(CompletionException.class, () -> store.get("key").join(), "away at the start");

      try (EmbeddedRedis back = EmbeddedRedis.start(Placement.temporary().onPort(port))) {
        await().ignoreExceptions().until(() -> store.get("key").join().isEmpty());
        back.process().kill9();
        await().until(() -> store.get("key").isCompletedExceptionally());
      }
      try (EmbeddedRedis again = EmbeddedRedis.start(Placement.temporary().onPort(port))) {
        await()
            .ignoreExceptions()
            .until(() -> store.set("key", "v".getBytes(UTF_8), Duration.ofHours(1)).join() == null);
        await()
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertArrayEquals("v".getBytes(UTF_8), store.get("key").join().orElseThrow()));
        assertEquals(port, again.port());
      }
    }
  }

  @Test
  void shouldFailWithinTheTimeoutWhileRedisIsPausedAndWorkWhenItGoesOn() {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        L2Store store = L2Store.redis(redis.url(), HASTY)) {
      await().ignoreExceptions().until(() -> store.get("key").join().isEmpty());

      redis.process().pause();
      // Long enough for the silent connection to be replaced by attempts that get no answer either.
      for (int i = 0; i < 8; i++) {
        // Generous: the machine may be busy, but a call must not wait for Redis.
        assertTimeout(PATIENT, () -> assertFails(store));
      }
      redis.process().resume();

      await().ignoreExceptions().until(() -> store.get("key").join().isEmpty());
    }
  }

  @Test
  void shouldKeepItsDatabaseAndNameOnAllItsConnections() {
    try (RedisProcess redis = RedisProcess.server();
        L2Store store =
            L2Store.redis(
                RedisSettings.standalone(redis.uri())
                    .withTimeout(PATIENT)
                    .withDatabase(3)
                    .withConnections(4)
                    .withClientName("payments"))) {
      await()
          .untilAsserted(
              () ->
                  assertEquals(4, redis.ask("CLIENT LIST").split("name=payments", -1).length - 1));

      for (int i = 0; i < 8; i++) {
        store.set("key" + i, "v".getBytes(UTF_8), Duration.ofMinutes(1)).join();
      }

      assertTrue(redis.ask("INFO keyspace").contains("db3:keys=8"));
    }
  }

  @Test
  void shouldLeaveNoThreadsBehind() {
    close(); // the store of all tests, whose threads may come and go as they like
    Set<Thread> others = clientThreads();
    L2Store store = open();
    await().ignoreExceptions().until(() -> store.get("key").join().isEmpty());
    assertFalse(others.containsAll(clientThreads()));

    store.close();

    await().until(() -> others.containsAll(clientThreads()));
  }

  private static void assertFails(L2Store store) {
    assertThrows(CompletionException.class, () -> store.get("key").join());
  }

  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lettuce-"))
        .collect(Collectors.toSet());
  }
}
