// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import java.util.List;

/**
 * A Redis, a replica of it and a Sentinel that promotes the replica when the master is gone: real
 * processes, which end with this JVM. The replica can be made to lag, and so to lose what its
 * master had acknowledged. Safe for any thread.
 */
public final class RedisWithSentinel implements AutoCloseable {
  private static final String NAME = "main";
  private static final int NOBODY = 1;

  private final EmbeddedRedis master;
  private final EmbeddedRedis replica;
  private final EmbeddedRedis sentinel;

  private RedisWithSentinel(EmbeddedRedis master, EmbeddedRedis replica, EmbeddedRedis sentinel) {
    this.master = master;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts all three; blocks until each answers, not until they know each other. */
  public static RedisWithSentinel start() {
    EmbeddedRedis master = EmbeddedRedis.start();
    EmbeddedRedis replica = EmbeddedRedis.startReplica(Placement.temporary(), master);
    EmbeddedRedis sentinel =
        EmbeddedRedis.startSentinel(
            Placement.temporary(),
            List.of(
                "sentinel monitor " + NAME + " 127.0.0.1 " + master.port() + " 1",
                "sentinel down-after-milliseconds " + NAME + " 500",
                "sentinel failover-timeout " + NAME + " 10000"));
    return new RedisWithSentinel(master, replica, sentinel);
  }

  /** For clients that ask the Sentinel for the master of the moment. */
  public String url() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "#" + NAME;
  }

  /** Whether the Sentinel knows the replica, and the replica has all that the master has. */
  public boolean isInStep() {
    return !RedisConversation.ask(sentinel.port(), "SENTINEL", "REPLICAS", NAME).isEmpty()
        && section(replica, "replication").contains("master_link_status:up")
        && keys(replica) == keys(master);
  }

  /**
   * Lets the replica hear no more of its master. Within some seconds the Sentinel would put that
   * right: kill the master before.
   */
  public void cutReplication() {
    RedisConversation.ask(replica.port(), "REPLICAOF", "127.0.0.1", String.valueOf(NOBODY));
  }

  /** How many keys the replica has. */
  public long keysOfReplica() {
    return keys(replica);
  }

  /** Ends the master as a crash would. */
  public void killMaster() {
    master.process().kill9();
  }

  /** Whether the replica is the master now, and the Sentinel sends clients there. */
  public boolean isFailedOver() {
    return section(replica, "replication").contains("role:master")
        && RedisConversation.ask(sentinel.port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
            .contains(String.valueOf(replica.port()));
  }

  private static long keys(EmbeddedRedis redis) {
    return Long.parseLong(RedisConversation.ask(redis.port(), "DBSIZE").get(0));
  }

  private static String section(EmbeddedRedis redis, String name) {
    return RedisConversation.ask(redis.port(), "INFO", name).get(0);
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    master.close();
  }
}
