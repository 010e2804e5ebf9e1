// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.registry.MemberView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Heartbeats as they come over HTTP. Pure. */
final class Beats {
  private Beats() {}

  /** A heartbeat from a body that fits the schema {@code Beat}. It says all there is to say. */
  static Heartbeat of(MemberView member, JsonObject body, long sequence, Instant now) {
    return Heartbeat.newBuilder()
        .setService(member.id().service())
        .setInstance(member.id().instance())
        .setIncarnation(member.entry().getRegistration().getIncarnation())
        .setSequence(sequence)
        .setSentAtMs(now.toEpochMilli())
        .setPhase(MemberPhase.valueOf(upper(body.getString("phase", "running"))))
        .setConditions(conditions(member, body.getJsonArray("conditions", new JsonArray()), now))
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .build();
  }

  private static List<MemberCondition> conditions(MemberView member, JsonArray json, Instant now) {
    List<MemberCondition> conditions = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      conditions.add(condition(member, json.getJsonObject(i), now));
    }
    return conditions;
  }

  private static MemberCondition condition(MemberView member, JsonObject json, Instant now) {
    String type = json.getString("type");
    ConditionStatus status = ConditionStatus.valueOf(upper(json.getString("status")));
    return new MemberCondition(
        type,
        status,
        json.getString("reason"),
        json.getString("message", ""),
        since(member, type, status, now));
  }

  /** It stands as it did since it last changed. */
  private static long since(MemberView member, String type, ConditionStatus status, Instant now) {
    return member.heard().stream()
        .flatMap(heard -> heard.heartbeat().getConditions().stream())
        .filter(before -> before.getType().equals(type) && before.getStatus() == status)
        .findFirst()
        .map(MemberCondition::getSinceMs)
        .orElse(now.toEpochMilli());
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
