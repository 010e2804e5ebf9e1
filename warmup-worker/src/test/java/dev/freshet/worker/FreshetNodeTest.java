// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.Region;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.proxy.RegionSource;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.cache.store.L2Store;
import dev.freshet.testkit.Patience;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** What needs no server: starts that fail, and the end. */
class FreshetNodeTest {
  private static final String NOBODY = "127.0.0.1:1";

  private final AtomicInteger closed = new AtomicInteger();
  private final L2Store store = counting(L2Store.inMemory(Ticker.systemTicker()));

  @Test
  void shouldLeaveNothingOpenWhenItCannotStart() {
    // Those of a test before this one may still be ending.
    await().until(() -> clientThreads() == 0);

    assertThrows(
        KafkaException.class,
        () -> builder().kafkaProperties(Map.of("security.protocol", "NONE")).start());
    assertThrows(KafkaException.class, () -> builder().kafka("no address").start());

    assertEquals(2, closed.get());
    await().until(() -> clientThreads() == 0);
  }

  @Test
  void shouldCloseTheStoreWhenASettingIsMissing() {
    var nameless =
        assertThrows(
            IllegalStateException.class, () -> FreshetNode.builder("n1").store(store).start());

    assertEquals("node n1: found no 'kafka', expected it before start()", nameless.getMessage());
    assertEquals(1, closed.get());
  }

  @Test
  void shouldEndInTimeThoughNoServerAnswersAndOnce() {
    FreshetNode node = builder().start();

    assertTimeoutPreemptively(
        Patience.PATIENCE,
        () -> {
          node.close();
          node.close();
        });

    assertTrue(closed.get() >= 1, "store is closed");
    await().until(() -> followers().isEmpty());
  }

  @Test
  void shouldSayHowTheCircuitBeforeTheStoreStands() {
    L2Store open = answering("circuit", CircuitState.OPEN);

    try (FreshetNode node = builder().store(open).start();
        FreshetNode without =
            FreshetNode.builder("n2").kafka(NOBODY).registry("http://" + NOBODY).start()) {
      assertEquals(CircuitState.OPEN, node.circuit());
      assertEquals(CircuitState.CLOSED, without.circuit());
    }
  }

  @Test
  void shouldOpenARegionByTypeOrByCodec() {
    try (FreshetNode node =
        builder()
            .regions(RegionFile.regions("  - {name: text, key: \"text:{id}\", ttl: 1m}\n"))
            .start()) {
      Region<String> text = node.region("text", String.class);

      RegionSource ofProxies = node::region;
      assertSame(text, ofProxies.region("text", String.class));
      assertSame(text, node.region("text", (Type) String.class));
      assertSame(text, node.region("text", Codec.<String>json(String.class)));
      assertThrows(IllegalArgumentException.class, () -> node.region("text", Codec.string()));
    }
  }

  private FreshetNode.Builder builder() {
    return FreshetNode.builder("n1").kafka(NOBODY).registry("http://" + NOBODY).store(store);
  }

  private static List<String> followers() {
    return threads().filter(name -> name.startsWith("freshet-follower-n1")).toList();
  }

  private static long clientThreads() {
    return threads().filter(name -> name.contains("freshet-n1-")).count();
  }

  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  private L2Store answering(String name, Object answer) {
    return (L2Store)
        Proxy.newProxyInstance(
            L2Store.class.getClassLoader(),
            new Class<?>[] {L2Store.class},
            (proxy, method, arguments) ->
                method.getName().equals(name) ? answer : method.invoke(store, arguments));
  }

  private L2Store counting(L2Store real) {
    return (L2Store)
        Proxy.newProxyInstance(
            L2Store.class.getClassLoader(),
            new Class<?>[] {L2Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.incrementAndGet();
              }
              return method.invoke(real, arguments);
            });
  }
}
