// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.RegionStats;
import dev.freshet.cache.l1.WarmReads;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What one region counts. Plain adders, which a hit can afford; Micrometer reads them when asked.
 *
 * <p>{@code cache.*} are the conventional names; {@code cache.hit}, {@code cache.miss}, {@code
 * cache.latency}, {@code cache.memory.usage} and {@code cache.eviction} become, in Prometheus,
 * those that dashboards of long standing use. Values that were read carry the region's version, so
 * that a rolling deploy shows as the share of hits by version.
 */
final class RegionMeters {
  final LongAdder l1Hits = new LongAdder();
  final LongAdder l1Misses = new LongAdder();
  final LongAdder l2Hits = new LongAdder();
  final LongAdder l2Misses = new LongAdder();
  final LongAdder puts = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder loadsOfNothing = new LongAdder();
  final LongAdder loadFailures = new LongAdder();
  final LongAdder loadTimeouts = new LongAdder();

  /** Calls of the loader that are underway. */
  final LongAdder loadsInFlight = new LongAdder();

  /** Callers that waited for somebody else's load. */
  final LongAdder waits = new LongAdder();

  /** Loads begun ahead of expiry. */
  final LongAdder refreshes = new LongAdder();

  /** Expired values served because a load failed or was slow. */
  final LongAdder staleServed = new LongAdder();

  /** Values that a command overtook on their way into the cache. */
  final LongAdder fenceRejections = new LongAdder();

  /** Hits in L2 whose stamp was behind the epoch of a target. */
  final LongAdder staleRejections = new LongAdder();

  /** Cached values that were not served because the node was blind. */
  final LongAdder blindRejections = new LongAdder();

  /** Values that warming has loaded and cached. */
  final LongAdder warmed = new LongAdder();

  /** Warmed values that were read on this node, each once. */
  final WarmReads warmReads;

  /** Calls of L2 that failed or took too long. */
  final LongAdder l2Failures = new LongAdder();

  /** Values in L2 that this node cannot read: by header, by version, by codec. */
  final LongAdder l2Malformed = new LongAdder();

  final LongAdder l2OtherVersion = new LongAdder();
  final LongAdder l2Undecodable = new LongAdder();

  /** Keys and values that were refused for their size, and values that have no encoding. */
  final LongAdder keysTooLong = new LongAdder();

  /** Arguments that were null. */
  final LongAdder nulls = new LongAdder();

  final LongAdder valuesTooLarge = new LongAdder();
  final LongAdder valuesUnencodable = new LongAdder();

  /** Values that a write-behind could not take, and that it could not write. */
  final LongAdder writesRefused = new LongAdder();

  final LongAdder writesLost = new LongAdder();

  private final LongAdder evictions = new LongAdder();
  private final LongAdder memoryBytes = new LongAdder();
  private final LongAdder loadNanos = new LongAdder();
  private final Timer l2Latency;
  private final Timer loadLatency;
  private final MeterRegistry registry;
  private final Tags region;

  RegionMeters(MeterRegistry registry, String name, int version) {
    this.registry = registry;
    this.region = Tags.of("cache", name, "version", String.valueOf(version));
    gets("l1", l1Hits, l1Misses);
    gets("l2", l2Hits, l2Misses);
    this.l2Latency = latency("l2");
    this.loadLatency = latency("loader");
    counter("cache.puts", puts);
    counter("cache.evictions", evictions);
    counter("cache.eviction", evictions);
    Gauge.builder("cache.memory.usage", memoryBytes, LongAdder::sum)
        .tags(region)
        .baseUnit("bytes")
        .register(registry);
    counter("freshet.loads", loads, "result", "success");
    counter("freshet.loads", loadsOfNothing, "result", "absent");
    counter("freshet.loads", loadFailures, "result", "failure");
    counter("freshet.loads", loadTimeouts, "result", "timeout");
    counter("freshet.load.waits", waits);
    counter("freshet.refreshes", refreshes);
    counter("freshet.stale.served", staleServed);
    counter("freshet.fence.rejections", fenceRejections);
    counter("freshet.stale.rejections", staleRejections);
    counter("freshet.blind.rejections", blindRejections);
    counter("freshet.warmup.warmed", warmed);
    LongAdder warmedAndRead = new LongAdder();
    this.warmReads = new WarmReads(warmedAndRead);
    counter("freshet.warmup.reads", warmedAndRead);
    counter("freshet.l2.failures", l2Failures);
    counter("freshet.l2.unreadable", l2Malformed, "reason", "header");
    counter("freshet.l2.unreadable", l2OtherVersion, "reason", "version");
    counter("freshet.l2.unreadable", l2Undecodable, "reason", "value");
    counter("freshet.write.behind", writesRefused, "result", "refused");
    counter("freshet.write.behind", writesLost, "result", "lost");
    counter("freshet.refused", nulls, "reason", "null");
    counter("freshet.refused", keysTooLong, "reason", "key-too-long");
    counter("freshet.refused", valuesTooLarge, "reason", "value-too-large");
    counter("freshet.refused", valuesUnencodable, "reason", "value-unencodable");
  }

  private void gets(String level, LongAdder hits, LongAdder misses) {
    counter("cache.gets", hits, "level", level, "result", "hit");
    counter("cache.gets", misses, "level", level, "result", "miss");
    counter("cache.hit", hits, "level", level);
    counter("cache.miss", misses, "level", level);
  }

  private Timer latency(String level) {
    return Timer.builder("cache.latency")
        .description("How long reads took that L1 could not answer, by who could")
        .tags(region)
        .tag("level", level)
        .publishPercentileHistogram()
        .register(registry);
  }

  private void counter(String name, LongAdder adder, String... tags) {
    FunctionCounter.builder(name, adder, LongAdder::sum).tags(region).tags(tags).register(registry);
  }

  /** A value that is read when somebody asks. */
  <T> void gauge(String name, T subject, ToDoubleFunction<T> value) {
    Gauge.builder(name, subject, value).tags(region).register(registry);
  }

  /** A sum that only rises, read when somebody asks. */
  <T> void total(String name, String unit, T subject, ToDoubleFunction<T> sum) {
    FunctionCounter.builder(name, subject, sum).tags(region).baseUnit(unit).register(registry);
  }

  void added(int weightBytes) {
    puts.increment();
    memoryBytes.add(weightBytes);
  }

  void removed(int weightBytes, boolean forCapacity) {
    memoryBytes.add(-weightBytes);
    if (forCapacity) {
      evictions.increment();
    }
  }

  void readFromL2(long nanos) {
    l2Latency.record(nanos, TimeUnit.NANOSECONDS);
  }

  void readFromSource(long nanos) {
    loadLatency.record(nanos, TimeUnit.NANOSECONDS);
    loadNanos.add(nanos); // the timer may be one of a registry that keeps nothing
  }

  /** What has been counted so far. */
  RegionStats stats(RegionSettings settings, long entries, boolean isBlind) {
    long fromL2 = l2Hits.sum();
    return new RegionStats(
        settings.name(),
        settings.version(),
        entries,
        memoryBytes.sum(),
        l1Hits.sum() + fromL2,
        Math.max(0, l1Misses.sum() - fromL2),
        loads.sum() + loadsOfNothing.sum(),
        loadFailures.sum() + loadTimeouts.sum(),
        Duration.ofNanos(loadNanos.sum()),
        loadsInFlight.intValue(),
        isBlind);
  }
}
