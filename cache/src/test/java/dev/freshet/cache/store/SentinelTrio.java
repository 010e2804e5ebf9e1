// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** A master, its replica, and the Sentinel that watches both. */
record SentinelTrio(RedisProcess master, RedisProcess replica, RedisProcess sentinel)
    implements AutoCloseable {
  private static final String NAME = "main";

  /** Longer than any pause of a busy machine: nobody takes over unless a test wants it. */
  private static final Duration PATIENT = Duration.ofMinutes(5);

  static SentinelTrio start() {
    RedisProcess master = RedisProcess.server();
    RedisProcess replica =
        RedisProcess.server("--replicaof", "127.0.0.1", Integer.toString(master.port()));
    await().until(() -> replica.ask("INFO replication").contains("master_link_status:up"));
    RedisProcess sentinel = RedisProcess.sentinel(NAME, master, PATIENT);
    await().until(() -> sentinel.ask("SENTINEL REPLICAS " + NAME).equals("*1"));
    return new SentinelTrio(master, replica, sentinel);
  }

  /** From now on the replica takes over when the master is silent for half a second. */
  void failOverSoon() {
    String answer = sentinel.ask("SENTINEL SET " + NAME + " down-after-milliseconds 500");
    if (!answer.equals("+OK")) {
      throw new IllegalStateException("sentinel: found " + answer + ", expected +OK");
    }
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
