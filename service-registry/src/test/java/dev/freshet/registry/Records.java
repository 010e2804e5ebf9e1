// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.wire.GeneratedClasses;
import dev.freshet.registry.form.Registrations;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of members, as tests need them. */
public final class Records {
  static {
    GeneratedClasses.trust();
  }

  public static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private Records() {}

  public static MemberId member(String instance) {
    return new MemberId("payments", instance);
  }

  public static Registration registration(String instance, String incarnation) {
    return Registrations.builder(member(instance), incarnation).startedAt(NOON).build();
  }

  public static RegionHolding holding(String region) {
    return RegionHolding.newBuilder()
        .setRegion(region)
        .setKeyTemplate(region + ":{userId}")
        .setTags(List.of("user:{userId}"))
        .setL1(true)
        .setL2(false)
        .build();
  }

  public static RegistryEntry entry(Registration registration, MemberStatus state) {
    return RegistryEntry.newBuilder()
        .setRegistration(registration)
        .setState(state)
        .setReason("as the test wants it")
        .setSinceMs(NOON.toEpochMilli())
        .setConditions(List.of())
        .setObserver("coordinator-1")
        .build();
  }

  public static RegistryEntry entry(String instance, String incarnation) {
    return entry(registration(instance, incarnation), MemberStatus.UP);
  }

  /** A heartbeat without a cache. */
  public static Heartbeat heartbeat(String instance, String incarnation, long sequence) {
    return Heartbeat.newBuilder()
        .setService("payments")
        .setInstance(instance)
        .setIncarnation(incarnation)
        .setSequence(sequence)
        .setSentAtMs(NOON.toEpochMilli())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(List.of())
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .build();
  }

  /** A heartbeat of a node that has applied one partition of {@code events} up to an offset. */
  public static Heartbeat following(String instance, int partition, long nextOffset) {
    return Heartbeat.newBuilder(heartbeat(instance, "first", 1))
        .setWatermarks(List.of(new Watermark(0, 0, 7L)))
        .setApplied(List.of(new SourceApplied("events", partition, nextOffset)))
        .build();
  }
}
