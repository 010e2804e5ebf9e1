// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldCommandsTest {
  private static final TopicPartition EVENTS = new TopicPartition("events", 0);
  private static final Slot COALESCED =
      Slot.of(Kind.COALESCED, Duration.ofMillis(200), "t|user:1", "events");
  private static final Slot REPEATED =
      Slot.of(Kind.REPEATED, Duration.ofSeconds(1), "t|user:1", "events");

  /** The changelog, which outlives tasks. */
  private final KeyValueStore<String, byte[]> log = store();

  @Test
  void shouldKeepCommandUntilClusterHasAcknowledgedIt() {
    Task task = new Task(0);
    task.held.hold(COALESCED, command(5), 0);
    task.commit();
    Held due = task.due(200);

    task.held.sent(due);
    task.held.deleteAcknowledged();
    assertEquals(1, ids().size());

    task.commit();
    task.held.deleteAcknowledged();
    assertEquals(List.of(), ids());
  }

  @Test
  void shouldNotDeleteWhatWasSentBehindTheCommit() {
    Task task = new Task(0);
    task.held.hold(COALESCED, command(5), 0);
    task.held.hold(REPEATED, command(5), 0);
    task.held.sent(task.due(200));
    task.commit();
    task.held.sent(task.due(1_100));

    task.held.deleteAcknowledged();

    assertTrue(ids().get(0).startsWith("repeated 1000 0 "), ids().toString());
    assertEquals(1, ids().size());
  }

  @Test
  void shouldHoldBackEventsUntilTheirCommandIsSent() {
    Task task = new Task(0);
    task.held.hold(REPEATED, command(3), 0);
    assertEquals(Long.MAX_VALUE, task.held.heldBackFrom(EVENTS));
    task.held.hold(COALESCED, command(5), 0);

    assertEquals(5, task.held.heldBackFrom(EVENTS));
    assertEquals(Long.MAX_VALUE, task.held.heldBackFrom(new TopicPartition("events", 1)));
    assertEquals(Long.MAX_VALUE, task.held.heldBackFrom(new TopicPartition("others", 0)));
    task.held.sent(task.due(200));
    assertEquals(Long.MAX_VALUE, task.held.heldBackFrom(EVENTS));
  }

  @Test
  void shouldHoldBackEventsOfRestoredCommandsFromTheBeginning() {
    new Task(0).held.hold(COALESCED, command(5), 0);

    Task next = new Task(50);

    assertEquals(5, next.held.heldBackFrom(EVENTS));
    assertEquals(5, offset(next.due(50)));
  }

  @Test
  void shouldHoldBackAllEventsIfRestoredCommandIsUnreadable() {
    log.put("coalesced", new byte[0]);

    Task task = new Task(0);

    assertEquals(0, task.held.heldBackFrom(EVENTS));
    assertEquals("*", task.due(0).command().getTarget());
  }

  @Test
  void shouldKeepWhatSuccessorHoldsFromTaskThatWasReplacedUnawares() {
    Task zombie = new Task(0);
    zombie.held.hold(COALESCED, command(5), 0);
    Task successor = new Task(100);
    assertFalse(successor.held.takesIn(COALESCED, 100));
    successor.held.hold(COALESCED, command(6), 100);

    zombie.held.sent(zombie.due(200));
    zombie.commit();
    zombie.held.deleteAcknowledged();

    Task third = new Task(300);
    assertEquals(6, offset(third.due(300)));
    assertEquals(1, ids().size());
  }

  @Test
  void shouldTakeInEventsOnlyUntilRepeatWouldComeTooSoonForThem() {
    Task task = new Task(0);
    task.held.hold(REPEATED, command(5), 0);

    assertTrue(task.held.takesIn(REPEATED, 99));
    assertFalse(task.held.takesIn(REPEATED, 100));
    assertNull(task.held.due(1_099));
    assertEquals(5, offset(task.due(1_100)));
  }

  @Test
  void shouldSendCoalescedCommandIfClockIsTurnedBack() {
    Task task = new Task(10_000);
    task.held.hold(COALESCED, command(5), 10_000);

    assertNull(task.held.due(10_199));
    assertEquals(5, offset(task.due(9_000)));
  }

  @Test
  void shouldNotLetCommandsWaitBehindOthersWhenClockIsTurnedBack() {
    Task task = new Task(10_000);
    task.held.hold(COALESCED, command(5), 10_000);
    task.held.hold(REPEATED, command(5), 10_000);
    assertNull(task.held.due(10_050));
    Slot other = Slot.of(Kind.COALESCED, Duration.ofMillis(200), "t|user:2", "events");
    task.held.hold(other, command(6), 1_000);

    Set<Long> sent = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      Held due = task.due(1_000);
      task.held.sent(due);
      sent.add(offset(due));
    }

    assertEquals(Set.of(5L, 6L), sent);
    assertNull(task.held.due(2_099));
    assertEquals(Kind.REPEATED, task.due(2_100).kind());
  }

  @Test
  void shouldTakeInNoEventsOfTurnedBackClock() {
    Task task = new Task(10_000);
    task.held.hold(REPEATED, command(5), 10_000);
    assertNull(task.held.due(10_050));

    assertNull(task.held.due(1_000));

    assertFalse(task.held.takesIn(REPEATED, 1_000));
  }

  @Test
  void shouldNotWaitForClockOfAnotherCoordinatorThatWasAhead() {
    new Task(90_000).held.hold(REPEATED, command(5), 90_000);

    Task next = new Task(1_000);

    assertNull(next.held.due(2_099));
    assertEquals(5, offset(next.due(2_100)));
  }

  @Test
  void shouldSayWhenItIsFull() {
    Task task = new Task(0);
    for (int i = 0; i < Task.MOST; i++) {
      assertFalse(task.held.isFull());
      task.held.hold(COALESCED, command(i), 0);
    }

    assertTrue(task.held.isFull());
    task.held.sent(task.due(200));
    assertFalse(task.held.isFull());
  }

  @Test
  void shouldBeginAnewInNextLifeOfItsTask() {
    Task task = new Task(0);
    task.held.hold(COALESCED, command(5), 0);
    task.held.sent(task.due(200));

    task.begin(300);
    task.commit();
    task.held.deleteAcknowledged();

    assertEquals(1, ids().size());
    assertEquals(5, offset(task.due(300)));
  }

  private static long offset(Held held) {
    return held.command().getCause().orElseThrow().getOffset();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    log.all().forEachRemaining(entry -> ids.add(entry.key));
    return ids;
  }

  private static InvalidationCommand command(long offset) {
    Cause cause = new Cause("e", "t", "s", "events", 0, offset, "set", "rule", 1L);
    return new InvalidationCommand("t|user:1", "origin", cause, null, 0L, 0L);
  }

  private static KeyValueStore<String, byte[]> store() {
    KeyValueStore<String, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("held"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    Properties settings = new Properties();
    settings.put("application.id", "test");
    settings.put("bootstrap.servers", "unused:1");
    settings.put("processing.exception.handler.global.enabled", true);
    store.init(new MockProcessorContext<>(settings).getStateStoreContext(), store);
    return store;
  }

  /** One task on the log, whose commits the test makes. */
  private final class Task {
    static final int MOST = 5;

    final HeldCommands held = HeldCommands.builder("queue", MOST).build();
    private @Nullable CommitCallback committed;

    Task(long nowMs) {
      begin(nowMs);
    }

    void begin(long nowMs) {
      StateStoreContext context =
          (StateStoreContext)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {StateStoreContext.class},
                  (proxy, method, arguments) -> {
                    committed = (CommitCallback) arguments[2];
                    return null;
                  });
      held.init(context, held);
      held.begin(log, new TextCodec(), nowMs);
    }

    Held due(long nowMs) {
      Held due = held.due(nowMs);
      if (due == null) {
        throw new AssertionError("nothing is due at " + nowMs);
      }
      return due;
    }

    void commit() {
      try {
        if (committed != null) {
          committed.onCommit();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The offset is all by which these commands differ. */
  private static final class TextCodec implements HeldCommands.Codec {
    @Override
    public byte[] encode(InvalidationCommand command) {
      return Long.toString(command.getCause().orElseThrow().getOffset()).getBytes(UTF_8);
    }

    @Override
    public InvalidationCommand decode(byte[] bytes) {
      return command(Long.parseLong(new String(bytes, UTF_8)));
    }
  }
}
