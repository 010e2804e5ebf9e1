// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A Redis, a replica of it and a Sentinel that promotes the replica when the master is gone: real
 * processes, which end with this JVM. The replica can be made to lag, and so to lose what its
 * master had acknowledged. Safe for any thread.
 */
public final class RedisWithSentinel implements AutoCloseable {
  private static final String NAME = "main";
  private static final int NOBODY = 1;

  // Longer than a test: a master that a busy machine keeps from answering is not taken for dead.
  private static final Duration PATIENT = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(10);

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
                "sentinel down-after-milliseconds " + NAME + " " + PATIENT.toMillis(),
                "sentinel failover-timeout " + NAME + " " + PATIENT.toMillis()));
    return new RedisWithSentinel(master, replica, sentinel);
  }

  /** For clients that ask the Sentinel for the master of the moment. */
  public String url() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "#" + NAME;
  }

  /** Whether the Sentinel knows the replica, and the replica has all that the master has. */
  public boolean isInStep() {
    return answered(
        () ->
            !RedisConversation.ask(sentinel.port(), "SENTINEL", "REPLICAS", NAME).isEmpty()
                && section(replica, "replication").contains("master_link_status:up")
                && keys(replica) == keys(master));
  }

  /**
   * Lets the replica hear no more of its master. Within some minutes the Sentinel would put that
   * right: kill the master before.
   */
  public void cutReplication() {
    RedisConversation.ask(replica.port(), "REPLICAOF", "127.0.0.1", String.valueOf(NOBODY));
  }

  /** How many keys the replica has. */
  public long keysOfReplica() {
    return keys(replica);
  }

  /** Ends the master as a crash would; from now on the Sentinel loses no time. */
  public void killMaster() {
    master.process().kill9();
    set("failover-timeout", RETRY);
    set("down-after-milliseconds", SOON);
  }

  /** Whether the replica is the master now, and the Sentinel sends clients there. */
  public boolean isFailedOver() {
    return answered(
        () ->
            section(replica, "replication").contains("role:master")
                && RedisConversation.ask(
                        sentinel.port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
                    .contains(String.valueOf(replica.port())));
  }

  /** False if nobody answers: a Redis that becomes the master cuts off whoever asks just then. */
  private static boolean answered(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (UncheckedIOException cutOff) {
      return false;
    }
  }

  private void set(String option, Duration value) {
    RedisConversation.ask(
        sentinel.port(), "SENTINEL", "SET", NAME, option, String.valueOf(value.toMillis()));
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
