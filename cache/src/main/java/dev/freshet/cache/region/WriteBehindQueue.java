// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.WriteFailedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values on their way to the source: the newest one for each key, oldest key first. One task at a
 * time writes them, in the cache's executor, and ends when there is nothing left.
 *
 * <p>A value is readable here from the call of {@link #write} until the source has it and the cache
 * was told; after that the cache answers. All state is guarded by the monitor of this; the source
 * is written outside of it.
 */
final class WriteBehindQueue<V> implements WriteBehind<V> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehindQueue.class);

  private final String region;
  private final CacheContext context;
  private final Writes<V> writes;
  private final SourceWriter<V> writer;
  private final Settings settings;
  private final FailureListener<V> listener;
  private final Arguments arguments;
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
      Arguments arguments,
      RegionMeters meters) {
    this.region = region;
    this.context = context;
    this.writes = writes;
    this.writer = writer;
    this.settings = settings;
    this.listener = listener;
    this.arguments = arguments;
    this.meters = meters;
  }

  @Override
  public void write(EntryKey key, V value) {
    EntryKey own = arguments.own(key);
    V given = arguments.given(value, "value");
    synchronized (this) {
      awaitRoomFor(own);
      queue.put(own, given);
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
      Exception failure = attempt(taken);
      if (failure == null) {
        return;
      }
      if (attempt >= settings.attempts() || !pause()) {
        lost(taken, failure);
        return;
      }
    }
  }

  /**
   * Writes a value once. Where the command failed the source has it, but the cache could not be
   * told, and still says the older value: that, too, is tried again.
   *
   * @return what went wrong, whatever it is: those who come next must not wait for ever
   */
  private @Nullable Exception attempt(Queued<V> taken) {
    try {
      boolean unused = writes.write(taken.key(), taken.value(), List.of(), writer);
      return null;
    } catch (RuntimeException e) {
      return e;
    } catch (Error e) {
      return new WriteFailedException(region, "the writer failed: " + e, e);
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
    try {
      listener.failed(taken.key(), taken.value(), cause);
    } catch (RuntimeException | Error e) {
      LOG.warn("the listener for lost writes failed region={}", region, e);
    }
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
  public void close() {
    Map<EntryKey, V> left = flushed();
    TimeoutException late = new TimeoutException("not written within " + settings.closeTimeout());
    left.forEach((key, value) -> lost(new Queued<>(key, value), late));
  }

  /** Waits for the queue to be empty; what is left in it then. */
  private synchronized Map<EntryKey, V> flushed() {
    closed = true;
    notifyAll();
    boolean unused = await(() -> queued() == 0, settings.closeTimeout());
    Map<EntryKey, V> left = new LinkedHashMap<>(queue);
    queue.clear();
    return left;
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
