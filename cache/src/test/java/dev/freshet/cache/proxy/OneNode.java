// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A node whose log applies commands at once, with the regions that were declared to it. */
final class OneNode {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final FreshetCache cache =
      FreshetCache.builder(this::append)
          .store(L2Store.inMemory(System::nanoTime))
          .meters(meters)
          .build();
  final List<Target> invalidated = new ArrayList<>();
  private final Map<String, RegionSettings> declared = new HashMap<>();
  private final Map<String, Type> opened = new HashMap<>();
  private final Map<String, Region<?>> regions = new HashMap<>();

  OneNode(RegionSettings... settings) {
    for (RegionSettings each : settings) {
      declared.put(each.name(), each);
    }
    cache.applier().startOver(new LogIdentity(new UUID(4, 2), 1), target -> 0);
    cache.applier().caughtUp();
  }

  /** Like the method of an embedded node: opens a region once, for one type. */
  @SuppressWarnings("unchecked")
  <V> Region<V> region(String name, Class<V> type) {
    RegionSettings settings = declared.get(name);
    if (settings == null) {
      throw new IllegalArgumentException(
          "region " + name + ": is not declared, expected one of " + declared.keySet());
    }
    Type other = opened.putIfAbsent(name, type);
    if (other != null && !other.equals(type)) {
      throw new IllegalArgumentException(
          "region " + name + ": found " + type + ", opened " + other);
    }
    return (Region<V>)
        regions.computeIfAbsent(name, key -> cache.region(settings, Codec.json(type)));
  }

  void invalidate(Target target) {
    cache.invalidate(target);
  }

  /** How many reads of a region found that somebody was loading the value, and wait or waited. */
  double waits(String region) {
    return meters.get("freshet.load.waits").tag("cache", region).functionCounter().count();
  }

  private CompletableFuture<Position> append(Target target) {
    Position position = new Position(0, 0, invalidated.size());
    invalidated.add(target);
    cache.applier().apply(target, position);
    return CompletableFuture.completedFuture(position);
  }
}
