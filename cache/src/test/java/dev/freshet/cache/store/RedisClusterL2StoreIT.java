// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.L2Store.Write;
import dev.freshet.stack.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisClusterL2StoreIT extends L2StoreContractTest {
  /** So short that a silent server is soon found out. */
  private static final Duration HASTY = Duration.ofMillis(500);

  private static final Duration FAILOVER_WITHIN = Duration.ofMinutes(3);
  private static final byte[] VALUE = "value".getBytes(UTF_8);
  private static final List<String> KEYS =
      IntStream.range(0, 300).mapToObj(i -> "spread:" + i).toList();
  private static ClusterOfFour cluster;

  @BeforeAll
  static void start() {
    cluster = ClusterOfFour.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  L2Store open() {
    return L2Store.redis(cluster.settings().withTimeout(PATIENT));
  }

  @Test
  void shouldSpreadABatchOverAllMasters() {
    try (L2Store store = open()) {
      await().ignoreExceptions().until(() -> setAll(store));

      assertEquals(Set.copyOf(KEYS), store.getAll(KEYS).join().keySet());
    }
    for (RedisProcess master : cluster.nodes().subList(0, 3)) {
      int held = Integer.parseInt(master.ask("DBSIZE").substring(1));
      assertTrue(held > 50, () -> "node " + master.port() + " holds " + held);
    }
  }

  /** It is sent by the thread that opens connections, which must not wait for any. */
  @Test
  void shouldSendABatchThatWaitedForTheFirstConnection() {
    try (L2Store store = open()) {
      CompletableFuture<Void> first = store.setAll(writes());

      await().until(first::isDone);
      await().ignoreExceptions().until(() -> setAll(store));
    }
  }

  @Test
  void shouldFollowTheFailoverOfAKilledMaster() {
    assertFollowsFailover(ChildProcess::kill9);
  }

  @Test
  void shouldFollowTheFailoverOfAPausedMaster() {
    assertFollowsFailover(ChildProcess::pause);
  }

  private static void assertFollowsFailover(Consumer<ChildProcess> fault) {
    try (ClusterOfFour own = ClusterOfFour.start();
        L2Store store = L2Store.redis(own.settings().withTimeout(HASTY))) {
      await().ignoreExceptions().until(() -> setAll(store));
      await().until(() -> own.itsReplica().ask("DBSIZE").equals(own.firstMaster().ask("DBSIZE")));
      own.failOverSoon();

      fault.accept(own.firstMaster().process());

      await().atMost(FAILOVER_WITHIN).ignoreExceptions().until(() -> setAll(store));
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertEquals(Set.copyOf(KEYS), store.getAll(KEYS).join().keySet()));
      assertTrue(own.itsReplica().ask("INFO replication").contains("role:master"));
    }
  }

  private static boolean setAll(L2Store store) {
    store.setAll(writes()).join();
    return true;
  }

  private static List<Write> writes() {
    return KEYS.stream().map(key -> new Write(key, VALUE, Duration.ofHours(1))).toList();
  }
}
