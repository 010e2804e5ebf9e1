// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import static dev.freshet.coordinator.http.applied.Members.node;
import static dev.freshet.coordinator.http.applied.Members.service;
import static dev.freshet.coordinator.http.applied.Members.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Receipt;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppliedWatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Instant STORED = Members.HEARD_AT.minusMillis(180);
  private static final Question EVENT = Question.events(List.of(new Receipt("events", 0, 7)));

  private final AtomicReference<Optional<RegistrySnapshot>> newest =
      new AtomicReference<>(Optional.of(snapshot()));
  private Consumer<RegistrySnapshot> listener = snapshot -> {};
  private final AppliedWatch watch =
      new AppliedWatch(
          newest::get,
          hears -> {
            listener = hears;
            return () -> {};
          });

  private void show(RegistrySnapshot snapshot) {
    newest.set(Optional.of(snapshot));
    listener.accept(snapshot);
  }

  @Test
  void shouldAnswerAtOnceWhatIsAppliedEverywhere() {
    show(snapshot(node("a", 8, 0), node("b", 9, 0), service("c")));

    Applied applied = watch.await(EVENT, STORED, LONG).join();

    assertTrue(applied.isComplete());
    assertEquals(2, applied.nodes());
    assertEquals("applied", applied.toJson().getString("state"));
  }

  @Test
  void shouldAnswerWhenTheLastNodeHasAppliedIt() {
    show(snapshot(node("a", 7, 0), node("b", 7, 0)));
    CompletableFuture<Applied> answer = watch.await(EVENT, STORED, LONG);

    show(snapshot(node("a", 8, 0), node("b", 7, 0)));
    boolean early = answer.isDone();
    show(snapshot(node("a", 8, 0), node("b", 8, 0)));

    assertFalse(early);
    Applied applied = answer.join();
    assertEquals("s/b", applied.slowest().orElseThrow().node().toString());
    assertEquals(180, applied.toJson().getJsonObject("slowest").getLong("delayMs"));
  }

  @Test
  void shouldSayAtTheTimeoutWhoIsWaitedFor() {
    show(snapshot(node("a", 8, 0), node("b", 7, 0)));

    Applied applied = watch.await(EVENT, STORED, Duration.ofMillis(1)).join();

    assertFalse(applied.isComplete());
    assertEquals("pending", applied.toJson().getString("state"));
    assertEquals(List.of("s/b"), applied.toJson().getJsonArray("waiting").getList());
    assertEquals(1, applied.toJson().getInteger("applied"));
  }

  @Test
  void shouldNotTakeNobodyKnownForAppliedByAll() {
    newest.set(Optional.empty());
    CompletableFuture<Applied> answer = watch.await(EVENT, STORED, LONG);

    assertFalse(answer.isDone());
    assertEquals("unknown", watch.now(EVENT).toJson().getString("state"));
    assertFalse(watch.now(EVENT).isComplete());
    show(snapshot());
    assertEquals("applied", answer.join().toJson().getString("state"));
  }

  @Test
  void shouldAnswerAllThatWaitWhenItCloses() {
    show(snapshot(node("a", 7, 0)));
    CompletableFuture<Applied> answer = watch.await(EVENT, STORED, LONG);

    watch.close();

    assertFalse(answer.join().isComplete());
  }

  @Test
  void shouldAnswerAtOnceWhomItHasNoRoomFor() {
    show(snapshot(node("a", 7, 0)));
    List<CompletableFuture<Applied>> room =
        IntStream.range(0, 1_000).mapToObj(i -> watch.await(EVENT, STORED, LONG)).toList();

    CompletableFuture<Applied> noRoom = watch.await(EVENT, STORED, LONG);
    boolean atOnce = noRoom.isDone();
    show(snapshot(node("a", 8, 0)));

    assertTrue(atOnce);
    assertFalse(noRoom.join().isComplete());
    assertTrue(room.stream().allMatch(CompletableFuture::isDone));
    assertTrue(watch.await(EVENT, STORED, LONG).join().isComplete());
  }

  @Test
  void shouldWaitForEveryEventAndEveryCommand() {
    RegistrySnapshot one = snapshot(node("a", 8, 5));

    assertTrue(
        Question.events(List.of(new Receipt("events", 0, 3), new Receipt("events", 0, 7)))
            .ask(one)
            .isComplete());
    assertFalse(
        Question.events(List.of(new Receipt("events", 0, 8), new Receipt("events", 0, 7)))
            .ask(one)
            .isComplete());
    assertFalse(
        Question.events(List.of(new Receipt("events", 0, 7), new Receipt("events", 1, 0)))
            .ask(one)
            .isComplete());
    assertTrue(Question.commands(Map.of(0, 4L)).ask(one).isComplete());
    assertFalse(Question.commands(Map.of(0, 5L)).ask(one).isComplete());
    assertFalse(Question.commands(Map.of(0, 4L, 1, 0L)).ask(one).isComplete());
  }
}
