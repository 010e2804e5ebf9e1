// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.cache.RegionStats;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.values.Position;
import dev.freshet.registry.client.Conditions;
import dev.freshet.registry.client.HeartbeatSource;
import dev.freshet.worker.log.NodeSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How a node is. Reads what the parts of the node know anyway; one thread. */
final class NodeStatus implements HeartbeatSource {
  private final NodeSettings settings;
  private final NodeInsight insight;
  private final Supplier<MemberPhase> phase;
  private final Conditions conditions = new Conditions();

  /** Of the heartbeat that is being made. */
  private List<RegionStats> regions = List.of();

  NodeStatus(NodeSettings settings, NodeInsight insight, Supplier<MemberPhase> phase) {
    this.settings = settings;
    this.insight = insight;
    this.phase = phase;
    conditions.add("LogFollowed", () -> Health.logFollowed(insight.log().get()));
    L2Store store = insight.store();
    if (store != null) {
      conditions.add("L2Available", () -> Health.l2Available(store.circuit()));
    }
    conditions.add("Fresh", () -> Health.fresh(regions, insight.progress().closedTime()));
    if (!insight.preload().get().isEmpty()) {
      conditions.add("Preloaded", () -> Health.preloaded(insight.preload().get()));
    }
    conditions.add("RegionsCurrent", () -> Health.regionsCurrent(insight.regions().outdated()));
  }

  @Override
  public Heartbeat beat(long sequence, Instant now) {
    regions = insight.cache().stats();
    Optional<CircuitState> circuit = Optional.ofNullable(insight.store()).map(L2Store::circuit);
    // Applied events before watermarks would be as good: either says less than is true by now.
    return Heartbeat.newBuilder()
        .setService(settings.id().service())
        .setInstance(settings.id().instance())
        .setIncarnation(settings.incarnation())
        .setSequence(sequence)
        .setSentAtMs(now.toEpochMilli())
        .setPhase(phase.get())
        .setConditions(conditions.read(now))
        .setWatermarks(insight.cache().watermarks().stream().map(NodeStatus::watermark).toList())
        .setApplied(insight.progress().sources())
        .setClosedTimeMs(insight.progress().closedTime().map(Instant::toEpochMilli).orElse(null))
        .setRuleSets(insight.regions().ruleSets())
        .setRegions(regions.stream().map(NodeStatus::status).toList())
        .setCircuit(circuit.map(NodeStatus::status).orElse(null))
        .setMemoryUsedBytes(Heap.usedAfterCollection().orElse(null))
        .setMemoryMaxBytes(Heap.maxBytes())
        .build();
  }

  private static Watermark watermark(Position behind) {
    return new Watermark(behind.partition(), behind.leaderEpoch(), behind.offset());
  }

  private static RegionStatus status(RegionStats region) {
    return new RegionStatus(
        region.region(),
        region.entries(),
        region.hits(),
        region.misses(),
        region.loads(),
        region.loadFailures(),
        region.loadTime().toMillis(),
        region.loadsInFlight());
  }

  private static CircuitStatus status(CircuitState circuit) {
    return switch (circuit) {
      case CLOSED -> CircuitStatus.CLOSED;
      case OPEN -> CircuitStatus.OPEN;
      case HALF_OPEN -> CircuitStatus.HALF_OPEN;
    };
  }
}
