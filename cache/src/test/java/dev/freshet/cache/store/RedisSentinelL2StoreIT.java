// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.stack.ChildProcess;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisSentinelL2StoreIT extends L2StoreContractTest {
  /** So short that a silent server is soon found out. */
  private static final Duration HASTY = Duration.ofMillis(500);

  private static final Duration FAILOVER_WITHIN = Duration.ofMinutes(3);
  private static final byte[] VALUE = "value".getBytes(UTF_8);
  private static SentinelTrio trio;

  @BeforeAll
  static void start() {
    trio = SentinelTrio.start();
  }

  @AfterAll
  static void stop() {
    trio.close();
  }

  @Override
  L2Store open() {
    return L2Store.redis(trio.settings().withTimeout(PATIENT));
  }

  @Test
  void shouldFollowTheFailoverOfAKilledMaster() {
    assertFollowsFailover(ChildProcess::kill9);
  }

  /** Its connections stay open: nothing but its silence tells that it is gone. */
  @Test
  void shouldFollowTheFailoverOfAPausedMaster() {
    assertFollowsFailover(ChildProcess::pause);
  }

  private static void assertFollowsFailover(Consumer<ChildProcess> fault) {
    try (SentinelTrio own = SentinelTrio.start();
        L2Store store = L2Store.redis(own.uri(), HASTY)) {
      await().ignoreExceptions().until(() -> set(store, "before"));
      await().until(() -> own.replica().ask("GET before").equals("value"));
      own.failOverSoon();

      fault.accept(own.master().process());

      await().atMost(FAILOVER_WITHIN).ignoreExceptions().until(() -> set(store, "after"));
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertArrayEquals(VALUE, store.get("before").join().orElseThrow()));
      assertEquals("value", own.replica().ask("GET after"));
    }
  }

  private static boolean set(L2Store store, String key) {
    store.set(key, VALUE, Duration.ofHours(1)).join();
    return true;
  }
}
