// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Members as a test wants them. */
public final class Members {
  /** When all heartbeats were stored that say nothing else. */
  public static final Instant HEARD_AT = Instant.parse("2026-11-20T09:00:00Z");

  private Members() {}

  /** A node that has applied events of {@code events-0} and commands of partition 0 so far. */
  public static MemberView node(String instance, long nextEvent, long nextCommand) {
    return node(instance, nextEvent, nextCommand, HEARD_AT);
  }

  /** The same, heard at a time. */
  public static MemberView node(
      String instance, long nextEvent, long nextCommand, Instant heardAt) {
    return member(
        instance,
        bare(instance)
            .setWatermarks(List.of(new Watermark(0, 0, nextCommand)))
            .setApplied(List.of(new SourceApplied("events", 0, nextEvent)))
            .build(),
        heardAt);
  }

  /** A node that holds so many entries of a region. */
  public static MemberView holder(String instance, String region, long entries) {
    return member(
        instance,
        bare(instance)
            .setWatermarks(List.of(new Watermark(0, 0, 0L)))
            .setRegions(List.of(new RegionStatus(region, entries, 0L, 0L, 0L, 0L, 0L, 0)))
            .build(),
        HEARD_AT);
  }

  /** A service without a cache. */
  public static MemberView service(String instance) {
    return member(instance, bare(instance).build(), HEARD_AT);
  }

  /** All of them. */
  public static RegistrySnapshot snapshot(MemberView... members) {
    Map<MemberId, MemberView> all = new TreeMap<>();
    for (MemberView member : members) {
      all.put(member.id(), member);
    }
    return new RegistrySnapshot(new TreeMap<>(all), Optional.empty());
  }

  private static Heartbeat.Builder bare(String instance) {
    return Heartbeat.newBuilder()
        .setService("s")
        .setInstance(instance)
        .setIncarnation("1")
        .setSequence(1)
        .setSentAtMs(0)
        .setPhase(MemberPhase.RUNNING)
        .setConditions(List.of())
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of());
  }

  private static MemberView member(String instance, Heartbeat heartbeat, Instant heardAt) {
    Registration registration =
        Registration.newBuilder()
            .setService("s")
            .setInstance(instance)
            .setIncarnation("1")
            .setStartedAtMs(0)
            .setLease(new MemberLease(5_000L, 15_000L, 30_000L))
            .setCapabilities(
                List.of(
                    new RegionHolding("coded", "coded:{id}", List.of(), true, false, null, null),
                    new RegionHolding("broken", "broken:{", List.of(), true, false, null, null)))
            .setMetadata(Map.of())
            .build();
    RegistryEntry entry =
        RegistryEntry.newBuilder()
            .setRegistration(registration)
            .setState(MemberStatus.UP)
            .setReason("")
            .setSinceMs(0)
            .setConditions(List.of())
            .setObserver("test")
            .build();
    return new MemberView(
        new MemberId("s", instance), entry, Optional.of(new Heard(heartbeat, heardAt)));
  }
}
