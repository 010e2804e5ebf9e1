// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Readers of a region whose keys are asked for as Zipf's law says, at an even pace, and the hit
 * rate that they see. Ends with its threads.
 */
final class ZipfReaders implements AutoCloseable {
  private static final double EXPONENT = 0.99;
  private static final int THREADS = 32;
  private static final int READS_PER_SECOND = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Region<byte[]> region;
  private final List<EntryKey> keys;
  private final Source source;
  private final double[] cumulated;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** Hits and misses since they were taken last. */
  private final AtomicLongArray counts = new AtomicLongArray(2);

  private volatile boolean closed;

  /** Begins to read; the first key is the hottest. */
  ZipfReaders(Region<byte[]> region, List<EntryKey> keys, Source source) {
    this.region = region;
    this.keys = keys;
    this.source = source;
    this.cumulated = cumulated(keys.size());
    for (int thread = 0; thread < THREADS; thread++) {
      SplittableRandom random = new SplittableRandom(thread);
      threads.execute(() -> readOn(random));
    }
  }

  private static double[] cumulated(int size) {
    double[] sums = new double[size];
    double sum = 0;
    for (int rank = 0; rank < size; rank++) {
      sum += 1 / Math.pow(rank + 1.0, EXPONENT);
      sums[rank] = sum;
    }
    return sums;
  }

  private void readOn(SplittableRandom random) {
    long pauseNanos = TimeUnit.SECONDS.toNanos(THREADS) / READS_PER_SECOND;
    while (!closed) {
      Pace.rest(Duration.ofNanos(pauseNanos));
      double at = random.nextDouble() * cumulated[cumulated.length - 1];
      int found = Arrays.binarySearch(cumulated, at);
      read(keys.get(found < 0 ? -found - 1 : found));
    }
  }

  private void read(EntryKey key) {
    Answer<byte[]> answer = region.answer(key, missing -> source.read());
    long unused = counts.incrementAndGet(answer.source() == Answer.Source.LOADER ? 1 : 0);
  }

  /** The share of hits since the last call. */
  double takeHitRate() {
    double hits = counts.getAndSet(0, 0);
    double misses = counts.getAndSet(1, 0);
    return hits + misses == 0 ? 0 : hits / (hits + misses);
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("readers: found some still reading after " + TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
