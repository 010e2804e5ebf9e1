// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.Region;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link CountedSource} as one node serves them. Safe for any thread. */
final class Rows {
  private final FreshetNode node;
  private final MeterRegistry meters;
  private final CountedSource source;
  private final Region<String> region;
  private final AtomicLong slowestNanos = new AtomicLong();

  Rows(FreshetNode node, MeterRegistry meters, CountedSource source) {
    this.node = node;
    this.meters = meters;
    this.source = source;
    this.region = NodeHarness.profiles(node);
  }

  FreshetNode node() {
    return node;
  }

  @Nullable String get(int row) {
    long startNanos = System.nanoTime();
    String found = region.get(Map.of("userId", row), key -> source.load(row));
    slowestNanos.accumulateAndGet(System.nanoTime() - startNanos, Math::max);
    return found;
  }

  void getAll(int rows) {
    IntStream.range(0, rows).forEach(this::get);
  }

  /** The rows that are served as they no longer are; asks for each. */
  List<Integer> stale(int rows) {
    return IntStream.range(0, rows)
        .filter(row -> !source.row(row).equals(get(row)))
        .boxed()
        .toList();
  }

  /** Whether the row is in the cache; loads nothing. */
  boolean has(int row) {
    return region.getIfPresent(Map.of("userId", row)) != null;
  }

  /** How long the slowest {@link #get} took so far. */
  Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /** Whether the node asks its L2 at every call. */
  boolean asksL2() {
    return meters.get("resilience4j.circuitbreaker.state").tag("state", "closed").gauge().value()
        == 1;
  }

  double counted(String meter) {
    return meters.get(meter).tag("cache", "profile").functionCounter().count();
  }
}
