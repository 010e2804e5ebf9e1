// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.fill;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.peers.Cluster;
import dev.freshet.benchmarks.peers.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What is done to a cluster: every node reads every key, then every key changes. For one thread.
 */
final class Walk {
  private static final int THREADS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Cluster cluster;
  private final Versions source;
  private final List<String> keys;

  /**
   * A walk.
   *
   * @param name of its keys: of no other walk
   */
  Walk(Cluster cluster, Versions source, String name, int keys) {
    this.cluster = cluster;
    this.source = source;
    this.keys = IntStream.range(0, keys).mapToObj(key -> name + "-" + key).toList();
  }

  /** Has a node read every key: the first one to do so loads, the others fill. */
  void read(Peer node) throws Exception {
    all(key -> expect(node, key));
  }

  /** Changes every key at the source, and tells it by the first node. */
  void change() throws Exception {
    source.next();
    all(key -> cluster.nodes().get(0).changed(key));
  }

  /** Waits until every node has the new value of every key. */
  void awaitChanged() throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    all(
        key -> {
          for (Peer node : cluster.nodes()) {
            while (!isCurrent(node, key)) {
              if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException(
                    "%s: found %s still old %s after its change"
                        .formatted(cluster.kind(), key, PATIENCE));
              }
              Pace.rest(PAUSE);
            }
          }
        });
  }

  private void expect(Peer node, String key) {
    if (!isCurrent(node, key)) {
      throw new IllegalStateException(
          "%s: %s has another value than the source".formatted(cluster.kind(), key));
    }
  }

  private boolean isCurrent(Peer node, String key) {
    return Arrays.equals(node.get(key), source.value(key));
  }

  /** What is done with one key. */
  @FunctionalInterface
  private interface Step {
    void with(String key);
  }

  private void all(Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> steps = new ArrayList<>();
      for (String key : keys) {
        steps.add(
            () -> {
              step.with(key);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(steps)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
