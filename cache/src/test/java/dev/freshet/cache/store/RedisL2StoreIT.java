// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import dev.freshet.testkit.RedisFixture;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RedisL2StoreIT extends L2StoreContractTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @Override
  L2Store open() {
    return L2Store.redis(RedisFixture.url(), TIMEOUT);
  }

  @Test
  void shouldFailFastWhileRedisIsAwayAndWorkWhenItIsBack() {
    EmbeddedRedis first = EmbeddedRedis.start();
    int port = first.port();
    first.close();

    try (L2Store store = L2Store.redis("redis://127.0.0.1:" + port, TIMEOUT)) {
      assertThrows(CompletionException.class, () -> store.get("key").join(), "away at the start");

      try (EmbeddedRedis back = EmbeddedRedis.start(Placement.temporary().onPort(port))) {
        await().ignoreExceptions().until(() -> store.get("key").join().isEmpty());
        back.process().kill9();
        await().until(() -> store.get("key").isCompletedExceptionally());
      }
      try (EmbeddedRedis again = EmbeddedRedis.start(Placement.temporary().onPort(port))) {
        await()
            .ignoreExceptions()
            .until(
                () -> store.set("key", "v".getBytes(UTF_8), Duration.ofMinutes(1)).join() == null);
        assertArrayEquals("v".getBytes(UTF_8), store.get("key").join().orElseThrow());
        assertEquals(port, again.port());
      }
    }
  }
}
