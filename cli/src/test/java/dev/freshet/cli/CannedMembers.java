// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.form.MemberForm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three members of a registry, in the form in which a coordinator shows them. */
final class CannedMembers {
  private static final Instant NOW = Instant.parse("2026-11-20T09:10:00Z");

  private CannedMembers() {}

  /** What {@code GET /api/v1/nodes} answers. */
  static String nodes() {
    return json(
        Map.of(
            "items",
            members().values().stream().map(member -> MemberForm.of(member, NOW)).toList()));
  }

  private static SortedMap<MemberId, MemberView> members() {
    SortedMap<MemberId, MemberView> members = new TreeMap<>();
    for (MemberView member :
        List.of(
            member("node-1", MemberStatus.UP, "all conditions hold", well("node-1")),
            member("node-2", MemberStatus.DEGRADED, "L2Available: CircuitOpen", ill("node-2")),
            member("node-3", MemberStatus.GONE, "silent for 30 s", Optional.empty()))) {
      members.put(member.id(), member);
    }
    return members;
  }

  private static MemberView member(
      String name, MemberStatus state, String reason, Optional<Heartbeat> beat) {
    RegistryEntry entry =
        RegistryEntry.newBuilder()
            .setRegistration(registration(name))
            .setState(state)
            .setReason(reason)
            .setSinceMs(NOW.minusSeconds(600).toEpochMilli())
            .setConditions(List.of())
            .setClockOffMs(-40)
            .setObserver("coordinator-1")
            .build();
    return new MemberView(
        MemberId.of(entry.getRegistration()),
        entry,
        beat.map(heard -> new MemberView.Heard(heard, NOW.minusMillis(1_300))));
  }

  private static Registration registration(String name) {
    return Registration.newBuilder()
        .setService("payment-api")
        .setInstance(name)
        .setIncarnation("i-" + name)
        .setStartedAtMs(NOW.minusSeconds(3_600).toEpochMilli())
        .setOwner("team-payments")
        .setVersion("2.14.0")
        .setZone("eu-1a")
        .setLease(new MemberLease(5_000L, 15_000L, 30_000L))
        .setCapabilities(
            List.of(
                RegionHolding.newBuilder()
                    .setRegion("payment:history")
                    .setKeyTemplate("payment:history:{userId}")
                    .setTags(List.of())
                    .setL1(true)
                    .setL2(true)
                    .build(),
                EventPublishing.newBuilder().setEventType("payment.success").build()))
        .setMetadata(Map.of())
        .build();
  }

  private static Optional<Heartbeat> well(String name) {
    return Optional.of(
        beat(name, CircuitStatus.CLOSED, List.of(condition("LogFollowed", ConditionStatus.TRUE))));
  }

  private static Optional<Heartbeat> ill(String name) {
    return Optional.of(
        beat(
            name,
            CircuitStatus.OPEN,
            List.of(
                condition("LogFollowed", ConditionStatus.TRUE),
                condition("L2Available", ConditionStatus.FALSE),
                condition("Fresh", ConditionStatus.FALSE))));
  }

  private static MemberCondition condition(String type, ConditionStatus status) {
    return new MemberCondition(type, status, "Because", "", NOW.toEpochMilli());
  }

  private static Heartbeat beat(
      String name, CircuitStatus circuit, List<MemberCondition> conditions) {
    return Heartbeat.newBuilder()
        .setService("payment-api")
        .setInstance(name)
        .setIncarnation("i-" + name)
        .setSequence(7)
        .setSentAtMs(NOW.minusMillis(1_340).toEpochMilli())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(conditions)
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setClosedTimeMs(NOW.minusMillis(1_800).toEpochMilli())
        .setRuleSets(Map.of("payments", 17L))
        .setRegions(List.of(new RegionStatus("payment:history", 812L, 930L, 70L, 70L, 0L, 900L, 0)))
        .setCircuit(circuit)
        .setMemoryUsedBytes(300L << 20)
        .setMemoryMaxBytes(768L << 20)
        .build();
  }

  private static String json(Map<String, Object> form) {
    try {
      return new ObjectMapper().writeValueAsString(form);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a form is no JSON", e);
    }
  }
}
