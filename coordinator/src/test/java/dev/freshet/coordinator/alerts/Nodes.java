// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.wire.GeneratedClasses;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.form.Registrations;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Nodes as tests need them. */
public final class Nodes {
  static {
    GeneratedClasses.trust();
  }

  public static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private Nodes() {}

  /** Who keeps the registry. */
  public static final String KEEPER = "coordinator-1";

  public static RegistrySnapshot snapshot(MemberView... members) {
    TreeMap<MemberId, MemberView> all = new TreeMap<>();
    Arrays.stream(members).forEach(member -> all.put(member.id(), member));
    return new RegistrySnapshot(all, Optional.of(new ObserverStatus(KEEPER, false, 0L, "")));
  }

  /** A node that is up, as of its heartbeat {@code seconds} after noon. */
  public static MemberView node(
      String instance, long seconds, UnaryOperator<Heartbeat.Builder> more) {
    return node(instance, MemberStatus.UP, "first", seconds, more);
  }

  public static MemberView node(
      String instance,
      MemberStatus state,
      String incarnation,
      long seconds,
      UnaryOperator<Heartbeat.Builder> more) {
    MemberId id = new MemberId("payments", instance);
    Instant storedAt = NOON.plusSeconds(seconds);
    Heartbeat.Builder heartbeat =
        Heartbeat.newBuilder()
            .setService(id.service())
            .setInstance(id.instance())
            .setIncarnation(incarnation)
            .setSequence(seconds + 1)
            .setSentAtMs(storedAt.toEpochMilli())
            .setPhase(MemberPhase.RUNNING)
            .setConditions(List.of())
            .setWatermarks(List.of(new Watermark(0, 0, 7L)))
            .setApplied(List.of(new SourceApplied("events", 0, 5L)))
            .setClosedTimeMs(storedAt.minusMillis(200).toEpochMilli())
            .setRuleSets(Map.of())
            .setRegions(List.of())
            .setCircuit(CircuitStatus.CLOSED)
            .setMemoryUsedBytes(10L)
            .setMemoryMaxBytes(100L);
    return new MemberView(
        id,
        RegistryEntry.newBuilder()
            .setRegistration(Registrations.builder(id, incarnation).build())
            .setState(state)
            .setReason("as the test wants it")
            .setSinceMs(NOON.toEpochMilli())
            .setConditions(List.of())
            .setObserver(KEEPER)
            .build(),
        Optional.of(new MemberView.Heard(more.apply(heartbeat).build(), storedAt)));
  }

  /** A region that has done so much since the start. */
  public static UnaryOperator<Heartbeat.Builder> region(
      long hits, long misses, long loads, long failures, long loadTimeMs) {
    return heartbeat ->
        heartbeat.setRegions(
            List.of(new RegionStatus("history", 1L, hits, misses, loads, failures, loadTimeMs, 0)));
  }
}
