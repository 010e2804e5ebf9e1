// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user with no more rights than a store needs. */
class RedisLoginIT extends L2StoreContractTest {
  private static final String RIGHTS =
      "~contract:* ~blue:* ~green:* +get +mget +set +eval +getrange +del +ping +hello"
          + " +client|setname";
  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.server();
    assertEquals("+OK", redis.ask("ACL SETUSER app on >right " + RIGHTS));
    assertEquals("+OK", redis.ask("ACL SETUSER default off"));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Override
  L2Store open() {
    return L2Store.redis(settings().withLogin("app", "right"));
  }

  @Test
  void shouldTakeTheLoginFromTheUri() {
    String uri = "redis://app:right@127.0.0.1:" + redis.port();
    try (L2Store store = L2Store.redis(uri, PATIENT)) {
      await().ignoreExceptions().until(() -> store.get("contract:uri").join().isEmpty());
    }
  }

  @Test
  void shouldFailThroughTheFutureWithAWrongPasswordOrNone() {
    RedisSettings wrong = settings().withLogin("app", "wrong");
    for (RedisSettings refused : List.of(wrong, settings())) {
      try (L2Store store = L2Store.redis(refused)) {
        // Where the end of the refused connection is seen first, the next attempt tells.
        await()
            .until(
                () -> failure(store, "contract:key"),
                failure -> failure.contains("WRONGPASS") || failure.contains("NOAUTH"));
      }
    }
  }

  @Test
  void shouldFailThroughTheFutureOutsideItsKeys() {
    try (L2Store store = open()) {
      await().ignoreExceptions().until(() -> store.get("contract:key").join().isEmpty());

      String failure = failure(store, "elsewhere");

      assertTrue(failure.contains("NOPERM"), failure);
    }
  }

  private static RedisSettings settings() {
    return RedisSettings.standalone(redis.uri()).withTimeout(PATIENT);
  }

  private static String failure(L2Store store, String key) {
    var answer = store.set(key, "v".getBytes(UTF_8), Duration.ofMinutes(1));
    StringWriter trace = new StringWriter();
    assertThrows(CompletionException.class, answer::join).printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
