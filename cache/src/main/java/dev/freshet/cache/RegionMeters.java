// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one region counts. Plain adders, which a hit can afford; Micrometer reads them when asked.
 */
final class RegionMeters {
  final LongAdder l1Hits = new LongAdder();
  final LongAdder l1Misses = new LongAdder();
  final LongAdder l2Hits = new LongAdder();
  final LongAdder l2Misses = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder loadFailures = new LongAdder();

  /** Values that a command overtook on their way into the cache. */
  final LongAdder fenceRejections = new LongAdder();

  /** Hits in L2 whose stamp was behind the epoch of a target. */
  final LongAdder staleRejections = new LongAdder();

  /** Calls of L2 that failed or took too long. */
  final LongAdder l2Failures = new LongAdder();

  /** Values in L2 that this node cannot read. */
  final LongAdder l2Unreadable = new LongAdder();

  RegionMeters(MeterRegistry registry, String region) {
    counter(registry, region, "cache.gets", l1Hits, "level", "l1", "result", "hit");
    counter(registry, region, "cache.gets", l1Misses, "level", "l1", "result", "miss");
    counter(registry, region, "cache.gets", l2Hits, "level", "l2", "result", "hit");
    counter(registry, region, "cache.gets", l2Misses, "level", "l2", "result", "miss");
    counter(registry, region, "freshet.loads", loads, "result", "success");
    counter(registry, region, "freshet.loads", loadFailures, "result", "failure");
    counter(registry, region, "freshet.fence.rejections", fenceRejections);
    counter(registry, region, "freshet.stale.rejections", staleRejections);
    counter(registry, region, "freshet.l2.failures", l2Failures);
    counter(registry, region, "freshet.l2.unreadable", l2Unreadable);
  }

  private static void counter(
      MeterRegistry registry, String region, String name, LongAdder adder, String... tags) {
    FunctionCounter.builder(name, adder, LongAdder::sum)
        .tag("cache", region)
        .tags(tags)
        .register(registry);
  }
}
