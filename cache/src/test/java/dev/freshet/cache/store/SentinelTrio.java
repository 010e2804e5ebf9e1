// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** A master, its replica, and the Sentinel that watches both. */
record SentinelTrio(RedisProcess master, RedisProcess replica, RedisProcess sentinel)
    implements AutoCloseable {
  private static final String NAME = "main";

  static SentinelTrio start() {
    RedisProcess master = RedisProcess.server();
    RedisProcess replica =
        RedisProcess.server("--replicaof", "127.0.0.1", Integer.toString(master.port()));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> replica.ask("INFO replication").contains("master_link_status:up"));
    RedisProcess sentinel = RedisProcess.sentinel(NAME, master);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sentinel.ask("SENTINEL REPLICAS " + NAME).equals("*1"));
    return new SentinelTrio(master, replica, sentinel);
  }

  RedisSettings settings() {
    return RedisSettings.sentinel(NAME, List.of(sentinel.uri()));
  }

  /** The same, as one URI. */
  String uri() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#" + NAME;
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    master.close();
  }
}
