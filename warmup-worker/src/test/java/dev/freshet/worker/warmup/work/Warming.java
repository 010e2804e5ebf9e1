// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.values.LogIdentity;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A region in L1 alone, or in front of a store, and tasks about it. */
final class Warming implements AutoCloseable {
  private final FreshetCache cache;
  final Region<String> region;

  Warming() {
    this(cache().build(), Integer.MAX_VALUE);
  }

  private Warming(FreshetCache cache, int maxValueBytes) {
    this.cache = cache;
    RegionSettings settings = RegionSettings.of("profile", "profile:{userId}");
    this.region =
        cache.region(settings.with(settings.l2().withMaxValueBytes(maxValueBytes)), Codec.string());
  }

  private static FreshetCache.Builder cache() {
    return FreshetCache.builder(
        target -> CompletableFuture.failedFuture(new IllegalStateException()));
  }

  /** In front of a store that takes values of so many bytes. */
  static Warming before(L2Store store, int maxValueBytes) {
    FreshetCache cache = cache().store(store).build();
    cache.applier().startOver(new LogIdentity(new UUID(4, 2), 1), target -> 0);
    cache.applier().caughtUp();
    return new Warming(cache, maxValueBytes);
  }

  WarmRegion<String> loadedBy(BulkLoader<String> loader, int maxBatch) {
    return new WarmRegion<>(region, loader, maxBatch, 8, /* isLimited= */ false);
  }

  static WarmupTask.Builder task(Object work) {
    return WarmupTask.newBuilder()
        .setRun("run-1")
        .setNumber(3)
        .setAttempt(1)
        .setRuleSet("users")
        .setJob("all-profiles")
        .setRegion("profile")
        .setWork(work)
        .setBehind(List.of())
        .setConcurrency(8)
        .setTimeoutMs(30_000)
        .setAttempts(3)
        .setBackoffMs(100)
        .setMaxBackoffMs(1_000)
        .setPlannedAtMs(0);
  }

  static LoadKeys keys(int from, int to) {
    return new LoadKeys(IntStream.range(from, to).mapToObj(i -> "profile:" + i).toList());
  }

  static ListKeys list(long maxKeys) {
    return new ListKeys(new QueryKeys("users", "select 1"), maxKeys);
  }

  @Override
  public void close() {
    cache.close();
  }
}
