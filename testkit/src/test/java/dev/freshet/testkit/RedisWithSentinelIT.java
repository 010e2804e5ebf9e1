// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisWithSentinelIT {
  // A Sentinel that a busy machine kept from running does nothing for half a minute.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void shouldFailOverToAReplicaThatMissedTheLastWrites() {
    try (RedisWithSentinel redis = RedisWithSentinel.start()) {
      int before = master(redis);
      RedisConversation.ask(before, "SET", "both", "1");
      await().atMost(PATIENCE).until(redis::isInStep);

      redis.cutReplication();
      RedisConversation.ask(before, "SET", "lost", "1");
      redis.killMaster();
      await().atMost(PATIENCE).until(redis::isFailedOver);

      int after = master(redis);
      assertEquals(List.of("1"), RedisConversation.ask(after, "GET", "both"));
      assertEquals(List.of(), RedisConversation.ask(after, "GET", "lost"));
      assertEquals(1, redis.keysOfReplica());
    }
  }

  private static int master(RedisWithSentinel redis) {
    int sentinel = URI.create(redis.url()).getPort();
    List<String> address =
        RedisConversation.ask(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main");
    return Integer.parseInt(address.get(1));
  }
}
