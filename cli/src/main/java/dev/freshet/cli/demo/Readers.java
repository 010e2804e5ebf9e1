// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.Keyspace;
import dev.freshet.cli.demo.oracle.Slot;
import dev.freshet.cli.demo.oracle.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread per node that reads watched entries at random while events change them, with a source
 * that takes its time. A read that began after an event was applied on its node must not return an
 * older version than the event made.
 */
final class Readers implements AutoCloseable {
  private static final Duration BETWEEN_READS = Duration.ofNanos(500_000);
  private static final Duration LOAD_TIME = Duration.ofMillis(1);

  private final List<Thread> threads = new ArrayList<>();
  private final int[] watched;
  private final Source source;
  private final Ledger ledger;
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong staleReads = new AtomicLong();

  /** Volatile: written by readers, read at the end. */
  private volatile @Nullable WrongKey firstStale;

  private volatile boolean closed;

  /** Volatile: a reader that died must not look like one that saw nothing wrong. */
  private volatile @Nullable RuntimeException failure;

  private Readers(Keyspace keyspace, Source source, Ledger ledger) {
    this.watched = keyspace.slots().stream().filter(Slot::watched).mapToInt(Slot::index).toArray();
    this.source = source;
    this.ledger = ledger;
  }

  static Readers start(List<DemoNode> nodes, Keyspace keyspace, Source source, Ledger ledger) {
    Readers readers = new Readers(keyspace, source, ledger);
    for (int i = 0; i < nodes.size(); i++) {
      int node = i;
      Thread thread =
          new Thread(() -> readers.run(node, nodes.get(node)), "demo-reader-" + (node + 1));
      thread.setDaemon(true);
      readers.threads.add(thread);
      thread.start();
    }
    return readers;
  }

  private void run(int node, DemoNode cache) {
    SplittableRandom random = new SplittableRandom(node);
    try {
      while (!closed) {
        read(cache, watched[random.nextInt(watched.length)], ledger.floors(node));
        LockSupport.parkNanos(BETWEEN_READS.toNanos());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void read(DemoNode cache, int slot, Floors floors) {
    long floor = floors.of(slot);
    Row row = cache.get(slot, key -> load(slot, key.text()));
    reads.incrementAndGet();
    if (row == null || row.version() < floor) {
      staleReads.incrementAndGet();
      firstStale =
          new WrongKey(
              cache.name(),
              cache.key(slot),
              "version " + floor + " or newer: the event was applied before the read began",
              row == null ? null : row.version());
    }
  }

  /** Reads first and answers later, as a source does: an event may come in between. */
  private Row load(int slot, String key) {
    Row row = new Row(key, source.version(slot));
    LockSupport.parkNanos(LOAD_TIME.toNanos());
    return row;
  }

  long reads() {
    return reads.get();
  }

  long staleReads() {
    return staleReads.get();
  }

  /** One of the stale reads. */
  @Nullable WrongKey example() {
    return firstStale;
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
      throw new IllegalStateException("demo: a reader failed", cause);
    }
  }
}
