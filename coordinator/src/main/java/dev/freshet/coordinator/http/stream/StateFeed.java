// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.Start;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.state.StreamItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cache-state events of an environment once for all clients of this process, into a
 * {@link FeedRing}, and tells the clients that there is more. One thread of its own; whatever goes
 * wrong, it begins again behind what it has read.
 *
 * <p>Safe for any thread.
 */
final class StateFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Between looks while nobody listens: many events at once cost a fraction of each by itself. */
  private static final Duration UNHEARD = Duration.ofMillis(100);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final Function<Start, EventSource> open;
  private final FeedLimits limits;
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Written by the thread alone.
  private volatile @Nullable FeedRing ring;
  private volatile @Nullable EventSource reader;

  private StateFeed(Function<Start, EventSource> open, FeedLimits limits) {
    this.open = open;
    this.limits = limits;
    this.thread = new Thread(this::run, "freshet-state-feed");
    thread.setDaemon(true);
  }

  /**
   * A feed, which does not wait for the cluster.
   *
   * @param open opens a reader of all events, and blocks on the cluster
   */
  static StateFeed start(Function<Start, EventSource> open, FeedLimits limits) {
    StateFeed feed = new StateFeed(open, limits);
    feed.thread.start();
    return feed;
  }

  /** What was read; empty while the cluster has not answered yet. */
  Optional<FeedRing> ring() {
    return Optional.ofNullable(ring);
  }

  /** A reader for one client alone; blocks on the cluster. */
  EventSource readerBehind(long offset) {
    return open.apply(Start.after(new StreamCursor(0, offset)));
  }

  /** Calls back, on the thread of this feed, whenever there is more; must not block. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private void run() {
    while (isOpen()) {
      try (EventSource opened = open.apply(begin())) {
        reader = opened;
        follow(opened);
      } catch (WakeupException e) {
        // Closing is the one reason to wake it up.
      } catch (RuntimeException e) {
        LOG.warn("cache-state events cannot be read, trying again", e);
        pause(PAUSE);
      }
    }
  }

  private Start begin() {
    FeedRing read = ring;
    if (read == null) {
      return Start.latest();
    }
    long offset = read.end().offset();
    return offset < 0 ? Start.earliest() : Start.after(new StreamCursor(0, offset));
  }

  private void follow(EventSource opened) {
    FeedRing filled = ring;
    if (filled == null) {
      filled =
          new FeedRing(
              limits.items(),
              limits.bytes(),
              opened.cursor().map(StreamCursor::offset).orElse(-1L));
      ring = filled;
    }
    while (isOpen()) {
      List<StreamItem> items = opened.poll(POLL);
      if (!items.isEmpty()) {
        filled.append(items.stream().map(FeedItem::of).toList());
        listeners.forEach(Runnable::run);
      }
      if (listeners.isEmpty()) {
        pause(UNHEARD);
      }
    }
  }

  private void pause(Duration time) {
    try {
      boolean unused = closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a process that ends.
      closing.countDown();
    }
  }

  /** Ends the thread; blocks for some seconds at the most. */
  @Override
  public void close() {
    closing.countDown();
    EventSource opened = reader;
    if (opened != null) {
      opened.wakeup();
    }
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
