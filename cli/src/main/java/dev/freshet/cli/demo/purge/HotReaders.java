// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cli.demo.purge.Prices.Price;
import dev.freshet.worker.LoadingRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Some threads per node that read the busiest prices again and again, all of them before any twice.
 * A read that began after a command was applied on its node must not return an older price.
 */
final class HotReaders implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration BETWEEN_READS = Duration.ofMillis(1);

  private final PurgeWatch watch;
  private final HitRates rates = new HitRates(System.nanoTime());
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong staleReads = new AtomicLong();

  private volatile boolean closed;

  /** Volatile: a reader that died must not look like one that saw nothing wrong. */
  private volatile @Nullable RuntimeException failure;

  private HotReaders(PurgeWatch watch) {
    this.watch = watch;
  }

  /**
   * Begins to read.
   *
   * @param nodes the region on each node
   * @param keys those that are read
   */
  static HotReaders start(List<LoadingRegion<Price>> nodes, List<EntryKey> keys, PurgeWatch watch) {
    HotReaders readers = new HotReaders(watch);
    for (int node = 0; node < nodes.size(); node++) {
      List<EntryKey> order = new ArrayList<>(keys);
      Collections.shuffle(order, new Random(node));
      for (int i = 0; i < THREADS; i++) {
        readers.start(node, nodes.get(node), List.copyOf(order));
        Collections.rotate(order, keys.size() / THREADS);
      }
    }
    return readers;
  }

  private void start(int node, LoadingRegion<Price> region, List<EntryKey> order) {
    Thread thread =
        new Thread(() -> readAll(node, region, order), "demo-hot-reader-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void readAll(int node, LoadingRegion<Price> region, List<EntryKey> keys) {
    try {
      for (int i = 0; !closed; i = (i + 1) % keys.size()) {
        read(node, region, keys.get(i));
        LockSupport.parkNanos(BETWEEN_READS.toNanos());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void read(int node, LoadingRegion<Price> region, EntryKey key) {
    long floor = watch.floor(node);
    long begunNanos = System.nanoTime();
    Answer<Price> answer = region.region().answer(key, region.loader());
    rates.add(begunNanos, answer.source() == Answer.Source.LOADER);
    reads.incrementAndGet();
    Price price = answer.value();
    if (price == null || price.version() < floor) {
      staleReads.incrementAndGet();
    }
  }

  /** Waits until so many more reads are done. */
  void awaitReads(long more) {
    long enough = reads.get() + more;
    while (reads.get() < enough && failure == null) {
      LockSupport.parkNanos(BETWEEN_READS.toNanos());
    }
  }

  HitRates rates() {
    return rates;
  }

  long staleReads() {
    return staleReads.get();
  }

  /**
   * Ends reading and waits for it.
   *
   * @throws IllegalStateException if a reader failed
   */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    RuntimeException cause = failure;
    if (cause != null) {
      throw new IllegalStateException("demo: a reader of prices failed", cause);
    }
  }
}
