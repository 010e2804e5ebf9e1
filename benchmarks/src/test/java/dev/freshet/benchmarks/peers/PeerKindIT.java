// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.stack.EmbeddedRedis;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every peer does what is compared: two levels, one source, and changes that reach the others. */
class PeerKindIT {
  private static @Nullable Stack stack;
  private static @Nullable EmbeddedRedis redis;

  @BeforeAll
  static void start() {
    stack = new Stack();
    redis = EmbeddedRedis.start();
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(redis).close();
    Objects.requireNonNull(stack).close();
  }

  @ParameterizedTest
  @EnumSource(PeerKind.class)
  void shouldShareWhatOneHasLoadedUntilItChanges(PeerKind kind) {
    AtomicInteger version = new AtomicInteger(1);
    AtomicInteger loads = new AtomicInteger();
    Source source =
        key -> {
          loads.incrementAndGet();
          return key.startsWith("no") ? null : (key + "@" + version.get()).getBytes(UTF_8);
        };
    String environment = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Servers servers =
        Servers.of(Objects.requireNonNull(stack), Objects.requireNonNull(redis), environment);

    try (Peer one = kind.open("n-1", servers, source);
        Peer other = kind.open("n-2", servers, source)) {
      assertEquals("a@1", text(one.get("a")));
      assertEquals("a@1", text(other.get("a")));
      int loadsBefore = loads.get();
      assertEquals("a@1", text(one.get("a")));
      assertEquals("a@1", text(other.get("a")));
      assertEquals(loadsBefore, loads.get());

      version.set(2);
      one.changed("a");

      assertEquals("a@2", text(one.get("a")));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertEquals("a@2", text(other.get("a"))));
      assertNull(one.get("none"));
    }
  }

  private static String text(byte @Nullable [] value) {
    return new String(Objects.requireNonNull(value), UTF_8);
  }
}
