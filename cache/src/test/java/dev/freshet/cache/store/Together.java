// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls from eight threads that begin at the same moment. */
final class Together {
  private static final int THREADS = 8;

  private Together() {}

  /** What {@code call} gives for 0, 1, … {@code count}, in that order. */
  static <T> List<T> call(int count, IntFunction<T> call) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(Math.min(THREADS, count));
    try {
      List<CompletableFuture<T>> answers =
          IntStream.range(0, count)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> await(start, i, call), threads))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }

  private static <T> T await(CountDownLatch start, int i, IntFunction<T> call) {
    start.countDown();
    try {
      start.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before call " + i, interrupted);
    }
    return call.apply(i);
  }
}
