// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import dev.freshet.cache.store.L2Store;
import dev.freshet.cache.store.RedisSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads from Redis what is not there. */
final class RedisExam {
  /** Longer than a node's: this process has just started, and is to say whether Redis answers. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String NOT_THERE = "freshet:doctor";

  private RedisExam() {}

  static Finding run(RedisSettings settings) throws InterruptedException {
    try (L2Store store = L2Store.redis(settings.withTimeout(TIMEOUT))) {
      var unused = store.get(NOT_THERE).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return Finding.good("redis", settings.uris().size() > 1 ? "they answer" : "it answers");
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      return Finding.bad(
          "redis",
          "no answer: " + Reasons.of(e),
          "check --redis, freshet.redis.* and whether Redis runs there; meanwhile nodes serve"
              + " from L1 and loaders");
    }
  }
}
