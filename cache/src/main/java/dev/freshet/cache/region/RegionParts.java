// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.l1.L1Level;
import dev.freshet.cache.l1.Weights;
import dev.freshet.cache.settings.Capacity;
import dev.freshet.cache.time.Ages;
import dev.freshet.cache.time.Blindness;
import dev.freshet.cache.time.Freshness;
import org.jspecify.annotations.Nullable;

/**
 * Puts a region together: who is made of whom, in one place. Everything here is immutable, or safe
 * for any thread.
 */
final class RegionParts<V> {
  final RegionSettings settings;
  final Codec<V> codec;
  final Fence fence;
  final CacheContext context;
  final RegionMeters meters;
  final TargetRules rules;
  final Arguments arguments;
  final Blindness blindness;
  final Freshness freshness;
  final L1Level<V> l1;
  final Levels<V> levels;
  final StandIns<V> standIns;
  final Reads<V> reads;
  final BulkReads<V> bulkReads;
  final Warming<V> warming;
  final Writes<V> writes;

  RegionParts(RegionSettings settings, Codec<V> codec, Fence fence, CacheContext context) {
    if (codec.id() < 1 || codec.id() > 127) {
      throw new IllegalArgumentException(
          "region " + settings.name() + ": codec id: found " + codec.id() + ", expected 1 to 127");
    }
    this.settings = settings;
    this.codec = codec;
    this.fence = fence;
    this.context = context;
    this.meters = new RegionMeters(context.meters(), settings.name(), settings.version());
    this.rules = new TargetRules(settings);
    this.arguments = new Arguments(settings.name(), meters);
    Ages ages = new Ages(settings, context.random());
    int nodeSeed = (int) (context.random().getAsDouble() * Integer.MAX_VALUE);
    this.blindness =
        new Blindness(settings.staleness(), context.closedTime(), context.clock(), nodeSeed);
    this.freshness = new Freshness(ages, blindness, context.clock(), meters.blindRejections);
    this.l1 =
        L1Level.of(
            settings.l1(),
            ages.keptInL1(),
            context.ticker(),
            context.maintenance(),
            meters::removed);
    L2Level l2 = l2();
    Weights<V> weights = new Weights<>(codec, settings.l1().capacity() instanceof Capacity.Bytes);
    this.levels =
        new Levels<>(
            settings,
            rules,
            fence,
            context,
            codec,
            ages,
            weights,
            blindness.matters(),
            l1,
            l2,
            meters);
    Flights<V> flights = new Flights<>(context.interleaving(), context.awaited(), meters);
    Sources<V> sources =
        new Sources<>(settings.name(), settings.loading().hardTimeout(), context, meters);
    this.standIns = new StandIns<>(settings.lifetime(), ages, levels, blindness, context, meters);
    this.reads =
        new Reads<>(
            settings, context, levels, flights, sources, standIns, freshness, leases(l2), meters);
    this.bulkReads = new BulkReads<>(settings, levels, flights, sources, standIns, freshness);
    this.warming = new Warming<>(context, levels, bulkReads, flights, freshness, meters);
    this.writes = new Writes<>(settings.name(), context, levels);
  }

  private @Nullable L2Level l2() {
    return settings.l2().enabled() && context.store() != null
        ? new L2Level(context.store(), context, settings, meters)
        : null;
  }

  private @Nullable Leases<V> leases(@Nullable L2Level l2) {
    return l2 == null || settings.loading().lease().isZero()
        ? null
        : new Leases<>(l2, settings.loading().lease(), context);
  }

  WriteBehindQueue<V> queue(
      SourceWriter<V> writer,
      WriteBehind.Settings queueSettings,
      WriteBehind.FailureListener<V> listener) {
    return new WriteBehindQueue<>(
        settings.name(), context, writes, writer, queueSettings, listener, arguments, meters);
  }
}
