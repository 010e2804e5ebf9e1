// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.NodeJoined;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheStateSubscriberTest {
  private final StateTopic topic = new StateTopic();
  private final List<String> handled = new CopyOnWriteArrayList<>();

  @BeforeEach
  void fill() {
    for (String node : List.of("a/0", "a/1", "a/2")) {
      topic.holds(node, new NodeJoined(node, "i"));
    }
  }

  @AfterEach
  void close() {
    topic.close();
  }

  private CacheStateSubscriber start(Consumer<StreamItem> handler) {
    return new CacheStateSubscriber(topic.read(Start.earliest()), List.of(handler)).start();
  }

  private void note(StreamItem item) {
    handled.add(((StateEvent) item).subject());
  }

  private static Optional<StreamCursor> at(String cursor) {
    return Optional.of(StreamCursor.parse(cursor));
  }

  @Test
  void shouldHandleEventsInTheirOrder() {
    try (CacheStateSubscriber subscriber = start(this::note)) {
      await().until(() -> subscriber.cursor().equals(at("0:2")));

      assertEquals(List.of("a/0", "a/1", "a/2"), handled);
    }
    await().until(topic.consumer::closed);
  }

  @Test
  void shouldEndAtAnEventThatAHandlerFailsOn() {
    try (CacheStateSubscriber subscriber =
        start(
            item -> {
              note(item);
              if (handled.size() == 2) {
                throw new IllegalArgumentException("no room");
              }
            })) {
      await().until(() -> subscriber.failure().isPresent());

      assertTrue(topic.consumer.closed());
      RuntimeException failure = subscriber.failure().orElseThrow();
      assertInstanceOf(HandlerFailedException.class, failure);
      assertTrue(
          String.valueOf(failure.getMessage()).contains("\"subject\":\"a/1\""), failure::toString);
      assertEquals("no room", String.valueOf(requireNonNull(failure.getCause()).getMessage()));
      assertEquals(List.of("a/0", "a/1"), handled, "nothing behind it");
      assertEquals(at("0:0"), subscriber.cursor(), "to begin behind");
    }
  }

  @Test
  void shouldGiveBackWhatItHadNotHandledWhenItIsClosed() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CacheStateSubscriber subscriber =
        start(
            item -> {
              note(item);
              inside.countDown();
              awaitUninterrupted(goOn);
            });
    inside.await();
    Thread closer = new Thread(subscriber::close);
    closer.start();
    await().until(() -> waitsOrHasWaited(closer));
    goOn.countDown();
    closer.join();
    await().until(topic.consumer::closed);

    assertEquals(List.of("a/0"), handled);
    assertEquals(at("0:0"), subscriber.cursor());
    assertEquals(Optional.empty(), subscriber.failure());
  }

  /** For the one who handles: whoever closes waits for him, but not for ever. */
  private static boolean waitsOrHasWaited(Thread closer) {
    Thread.State state = closer.getState();
    return state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldLetAHandlerCloseIt() {
    CompletableFuture<CacheStateSubscriber> self = new CompletableFuture<>();
    self.complete(
        start(
            item -> {
              note(item);
              self.join().close();
            }));

    await().until(topic.consumer::closed);
    self.join().close(); // Waits for its thread.

    assertEquals(List.of("a/0"), handled);
    assertEquals(Optional.empty(), self.join().failure());
  }

  @Test
  void shouldWaitForBrokersThatDoNotAnswer() {
    topic.consumer.goAway(new TimeoutException("brokers are away"));
    try (CacheStateSubscriber subscriber = start(this::note)) {
      await().until(() -> subscriber.trouble().isPresent());
      assertEquals(
          "brokers are away", String.valueOf(subscriber.trouble().orElseThrow().getMessage()));

      topic.consumer.goAway(null);
      await().until(() -> handled.size() == 3);

      assertEquals(Optional.empty(), subscriber.failure());
      await().until(() -> subscriber.trouble().isEmpty());
    }
  }

  @Test
  void shouldSayWhyItMayNotGoOn() {
    topic.consumer.setPollException(new KafkaException("not authorized"));
    try (CacheStateSubscriber subscriber = start(this::note)) {
      await().until(() -> subscriber.failure().isPresent());

      assertTrue(topic.consumer.closed());
      assertEquals(
          "not authorized", String.valueOf(subscriber.failure().orElseThrow().getMessage()));
      assertFalse(handled.contains("a/2"));
    }
  }

  @Test
  void shouldRefuseToStartWithoutHandlersAndReadWithThem() {
    CacheStateBuilder builder =
        CacheStateSubscriber.builder(Map.of("bootstrap.servers", "127.0.0.1:1"), topic.codec);

    assertThrows(IllegalStateException.class, builder::start);
    assertThrows(IllegalStateException.class, builder.group("g")::reader);
    assertThrows(IllegalArgumentException.class, () -> builder.kinds("NodeLevitated"));
    assertThrows(IllegalArgumentException.class, () -> builder.kinds(CacheStateEvent.class));
  }
}
