// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Kafka and the publisher in this JVM, and a coordinator, a node and the middle of a relay in one
 * of their own each. For one thread.
 */
final class Propagation implements AutoCloseable {
  /** So long between what is said to the node and the first change. */
  private static final Duration LEAD = Duration.ofMillis(20);

  private static final int LEAST_COUNTED = 20;

  /** Before a measurement, a quarter of its time: what has rested is slow at first. */
  private static final int WARM_UP = 4;

  private static final int WARM_UP_PER_SECOND = 5_000;

  private final Effort effort;
  private final Opened opened = new Opened();
  private final EventPublisher publisher;
  private final Relay relay;
  private final Control watch;
  private int next;

  Propagation(Effort effort) {
    this.effort = effort;
    Topics topics = new Topics("propagation");
    try {
      Stack stack = opened.add(new Stack());
      Server unusedCoordinator = stack.coordinator(topics);
      Rules.putInForce(stack, topics, List.of(Change.rules()));
      this.relay = opened.add(Relay.open(stack, topics));
      Server unusedRelay = stack.start(RelayServer.class, topics);
      Server node = stack.start(WatchServer.class, topics);
      this.watch = opened.add(Control.connect(node.port("control")));
      this.publisher = stack.publisher(topics);
      requireOneClock();
      // Three JVMs have to compile what an event goes through.
      Duration before = effort.warmup().multipliedBy(5);
      Delays unused = events(WARM_UP_PER_SECOND, before);
      unused = copies(WARM_UP_PER_SECOND, before);
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the stack: cannot be started: " + e.getMessage(), e);
    }
  }

  /** Java does not promise it of two processes; Linux does. */
  private void requireOneClock() throws IOException {
    long beforeNanos = System.nanoTime();
    long thereNanos = Long.parseLong(watch.ask(WatchServer.CLOCK, ""));
    long afterNanos = System.nanoTime();
    if (thereNanos - beforeNanos < 0 || afterNanos - thereNanos < 0) {
      throw new IllegalStateException(
          "clock: found %d in the node's process, expected %d to %d, as here"
              .formatted(thereNanos, beforeNanos, afterNanos));
    }
  }

  /** From when an event is to be published until what it names is gone from the node. */
  Delays events(int perSecond) throws Exception {
    return events(perSecond, window());
  }

  private Delays events(int perSecond, Duration during) throws Exception {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    watch.ask(WatchServer.FILL, next(perSecond, during).text());
    Schedule schedule = next(perSecond, during);
    watch.ask(WatchServer.EXPECT_CHANGES, uncounted(schedule));
    send(schedule, number -> receipts.add(publisher.publish(Change.event(number))));
    receipts.forEach(CompletableFuture::join);
    return Delays.parse(watch.ask(WatchServer.AWAIT_CHANGES, ""));
  }

  /** From when a record is to be sent until its copy is with the consumer. */
  Delays copies(int perSecond) throws Exception {
    return copies(perSecond, window());
  }

  private Delays copies(int perSecond, Duration during) throws Exception {
    Schedule schedule = next(perSecond, during);
    watch.ask(WatchServer.EXPECT_COPIES, uncounted(schedule));
    send(schedule, relay::send);
    relay.flush();
    return Delays.parse(watch.ask(WatchServer.AWAIT_COPIES, ""));
  }

  private Duration window() {
    return Pace.window(effort);
  }

  /** Of the numbers that were not used yet; uses none. */
  private Schedule next(int perSecond, Duration during) {
    int counted = Math.max(LEAST_COUNTED, (int) (during.toMillis() * perSecond / 1_000));
    return new Schedule(
        next, counted + counted / WARM_UP, perSecond, System.nanoTime() + LEAD.toNanos());
  }

  private static String uncounted(Schedule schedule) {
    return schedule.text() + " " + schedule.count() / (WARM_UP + 1);
  }

  private void send(Schedule schedule, Pace.Step step) throws Exception {
    next += schedule.count();
    Pace.evenly(
        schedule.beginNanos(),
        schedule.perSecond(),
        schedule.count(),
        index -> step.run(schedule.first() + index));
  }

  @Override
  public void close() {
    opened.close();
  }
}
