// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.state.Gap;
import dev.freshet.events.state.Start;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.state.StreamItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.WakeupException;

/** A topic of cache-state events in memory, with sources that read it as those of Kafka do. */
final class MemoryTopic {
  private static final int AT_ONCE = 500;

  private final List<StateEvent> events = new ArrayList<>();
  private long first;
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  volatile boolean broken;

  synchronized void add(String subject, String incarnation) {
    events.add(event(events.size(), subject, incarnation));
    notifyAll();
  }

  synchronized void loseAllBefore(long offset) {
    first = offset;
  }

  static StateEvent event(long offset, String subject, String incarnation) {
    return new StateEvent(
        new StreamCursor(0, offset),
        new CacheStateEvent(
            "id-" + offset, 0L, "o", subject, new NodeJoined(subject, incarnation)));
  }

  private synchronized List<StreamItem> read(long from, Duration wait, Semaphore woken)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (from >= events.size() && woken.availablePermits() == 0) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        break;
      }
      wait(leftMs);
    }
    if (broken) {
      throw new IllegalStateException("topic is broken");
    }
    List<StreamItem> items = new ArrayList<>();
    if (from < first) {
      items.add(new Gap(new StreamCursor(0, from), new StreamCursor(0, first)));
    }
    for (long i = Math.max(from, first); i < events.size() && items.size() < AT_ONCE; i++) {
      items.add(events.get((int) i));
    }
    return items;
  }

  synchronized EventSource open(Start start) {
    opened.incrementAndGet();
    if (start instanceof Start.After after) {
      return new Source(after.cursor().offset() + 1);
    }
    return new Source(start instanceof Start.Latest ? events.size() : 0);
  }

  private final class Source implements EventSource {
    private final Semaphore woken = new Semaphore(0);
    private long next;

    Source(long next) {
      this.next = next;
    }

    @Override
    public List<StreamItem> poll(Duration wait) {
      try {
        List<StreamItem> items = read(next, wait, woken);
        if (woken.tryAcquire()) {
          throw new WakeupException();
        }
        for (StreamItem item : items) {
          next = item instanceof StateEvent event ? event.cursor().offset() + 1 : next;
        }
        return items;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Optional<StreamCursor> cursor() {
      return next > 0 ? Optional.of(new StreamCursor(0, next - 1)) : Optional.empty();
    }

    @Override
    public void wakeup() {
      woken.release();
      synchronized (MemoryTopic.this) {
        MemoryTopic.this.notifyAll();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
