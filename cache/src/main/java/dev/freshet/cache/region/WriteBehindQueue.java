// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.WriteFailedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Values on their way to the source: the newest one for each key, oldest key first. One task at a
 * time writes them, in the cache's executor, and ends when there is nothing left.
 *
 * <p>A value is readable here from the call of {@link #write} until the source has it and the cache
 * was told; after that the cache answers. All state is guarded by the monitor of this; the source
 * is written outside of it.
 */
final class WriteBehindQueue<V> implements WriteBehind<V> {
  private final String region;
  private final CacheContext context;
  private final Writes<V> writes;
  private final SourceWriter<V> writer;
  private final Settings settings;
  private final FailureListener<V> listener;
  private final RegionMeters meters;

  private final Map<EntryKey, V> queue = new LinkedHashMap<>();
  private @Nullable Queued<V> underway;
  private boolean draining;
  private boolean closed;

  /**
   * A value that waits.
   *
   * @param value what the source is going to have
   */
  record Queued<V>(EntryKey key, V value) {}

  WriteBehindQueue(
      String region,
      CacheContext context,
      Writes<V> writes,
      SourceWriter<V> writer,
      Settings settings,
      FailureListener<V> listener,
      RegionMeters meters) {
    this.region = region;
    this.context = context;
    this.writes = writes;
    this.writer = writer;
    this.settings = settings;
    this.listener = listener;
    this.meters = meters;
  }

  @Override
  public void write(EntryKey key, V value) {
    synchronized (this) {
      awaitRoomFor(key);
      queue.put(key, value);
      if (draining) {
        return;
      }
      draining = true;
    }
    startDraining();
  }

  private void awaitRoomFor(EntryKey key) {
    boolean room =
        await(
            () -> closed || queue.containsKey(key) || queue.size() < settings.maxQueued(),
            settings.offerTimeout());
    if (!room) {
      throw refused("the queue of " + settings.maxQueued() + " keys is full");
    }
    if (closed) {
      throw refused("the write-behind is closed");
    }
  }

  private WriteFailedException refused(String problem) {
    meters.writesRefused.increment();
    return new WriteFailedException(region, problem, new TimeoutException(problem));
  }

  private void startDraining() {
    try {
      context.executor().execute(this::drain);
    } catch (RejectedExecutionException e) {
      drain(); // nobody else has time: the caller does it
    }
  }

  private void drain() {
    Queued<V> next = next();
    while (next != null) {
      flush(next);
      next = next();
    }
  }

  private synchronized @Nullable Queued<V> next() {
    underway = null;
    notifyAll();
    Iterator<Map.Entry<EntryKey, V>> oldest = queue.entrySet().iterator();
    if (!oldest.hasNext()) {
      draining = false;
      return null;
    }
    Map.Entry<EntryKey, V> taken = oldest.next();
    oldest.remove();
    underway = new Queued<>(taken.getKey(), taken.getValue());
    return underway;
  }

  private void flush(Queued<V> taken) {
    for (int attempt = 1; ; attempt++) {
      try {
        boolean unused = writes.write(taken.key(), taken.value(), writer);
        return;
      } catch (CommandFailedException e) {
        // The source has it; the cache could not be told, and still says the older value. Again.
        if (attempt >= settings.attempts() || !pause()) {
          lost(taken, e);
          return;
        }
      } catch (WriteFailedException e) {
        if (attempt >= settings.attempts() || !pause()) {
          lost(taken, e);
          return;
        }
      }
    }
  }

  private boolean pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(settings.retryAfter().toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void lost(Queued<V> taken, Exception cause) {
    meters.writesLost.increment();
    listener.failed(taken.key(), taken.value(), cause);
  }

  /** The value that the source is going to have; null if none is on its way. */
  synchronized @Nullable V find(EntryKey key) {
    V waiting = queue.get(key);
    if (waiting != null) {
      return waiting;
    }
    Queued<V> taken = underway;
    return taken != null && taken.key().equals(key) ? taken.value() : null;
  }

  @Override
  public synchronized int queued() {
    return queue.size() + (underway == null ? 0 : 1);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (!await(() -> queued() == 0, settings.closeTimeout())) {
      TimeoutException late = new TimeoutException("not written within " + settings.closeTimeout());
      queue.forEach((key, value) -> lost(new Queued<>(key, value), late));
      queue.clear();
    }
  }

  /** Blocks until it holds; false if that takes too long. */
  private synchronized boolean await(BooleanSupplier holds, Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!holds.getAsBoolean()) {
      long leftMs = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
      if (leftMs <= 0) {
        return false;
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
