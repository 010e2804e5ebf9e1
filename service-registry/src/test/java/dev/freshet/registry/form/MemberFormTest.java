// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberFormTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOON = Records.NOON;

  private static final Heartbeat HEARTBEAT =
      Heartbeat.newBuilder(Records.following("p-1", 0, 42))
          .setConditions(
              List.of(
                  new MemberCondition(
                      "L2Available",
                      ConditionStatus.FALSE,
                      "CircuitOpen",
                      "redis-1 refuses",
                      NOON.toEpochMilli())))
          .setClosedTimeMs(NOON.minusMillis(120).toEpochMilli())
          .setRuleSets(Map.of("payments", 17L))
          .setRegions(
              List.of(
                  new RegionStatus("profile", 10L, 2L, 1L, 1L, 0L, 30L, 0),
                  new RegionStatus("unread", 0L, 0L, 0L, 0L, 0L, 0L, 0)))
          .setCircuit(CircuitStatus.HALF_OPEN)
          .setMemoryUsedBytes(300L)
          .setMemoryMaxBytes(400L)
          .build();

  @Test
  void shouldShowAMemberAndHowItIs() {
    JsonNode form = JSON.valueToTree(MemberForm.of(heard(), NOON.plusSeconds(2)));

    assertEquals(
        List.of(
            "service",
            "instance",
            "incarnation",
            "startedAt",
            "state",
            "reason",
            "since",
            "conditions",
            "clockOffMs",
            "observer",
            "heartbeat"),
        names(form));
    assertEquals("up", form.get("state").textValue());
    assertEquals("2030-01-01T12:00:00Z", form.get("since").textValue());
    assertEquals("false", form.at("/conditions/0/status").textValue());
    JsonNode heartbeat = form.get("heartbeat");
    assertEquals(2_000, heartbeat.get("ageMs").longValue());
    assertEquals(2_120, heartbeat.get("closedTimeAgeMs").longValue());
    assertEquals(120, heartbeat.get("behindMs").longValue());
    assertEquals("2030-01-01T11:59:59.880Z", heartbeat.get("closedTime").textValue());
    assertEquals(0.75, heartbeat.get("memoryUsedShare").doubleValue());
    assertEquals("half-open", heartbeat.get("circuit").textValue());
    assertEquals("running", heartbeat.get("phase").textValue());
    assertEquals(17, heartbeat.at("/ruleSets/payments").longValue());
    assertEquals(0.6667, heartbeat.at("/regions/0/hitRate").doubleValue());
    assertFalse(heartbeat.get("regions").get(1).has("hitRate"));
    assertFalse(heartbeat.has("service"));
  }

  @Test
  void shouldShowAMemberThatWasNotHeard() {
    RegistryEntry drained =
        RegistryEntry.newBuilder(Records.entry("p-1", "first"))
            .setDrain(
                DrainOrder.newBuilder()
                    .setService("payments")
                    .setInstance("p-1")
                    .setBy("ann")
                    .setReason("disk")
                    .setAtMs(NOON.toEpochMilli())
                    .build())
            .build();
    MemberView member = new MemberView(Records.member("p-1"), drained, Optional.empty());

    JsonNode form = JSON.valueToTree(MemberForm.full(member, NOON));

    assertFalse(form.has("heartbeat"));
    assertEquals("ann", form.at("/drain/by").textValue());
    assertEquals("2030-01-01T12:00:00Z", form.at("/drain/at").textValue());
    assertEquals(5_000, form.at("/lease/heartbeatMs").longValue());
    assertEquals("[]", form.get("capabilities").toString());
  }

  private static MemberView heard() {
    return new MemberView(
        Records.member("p-1"),
        Records.entry("p-1", "first"),
        Optional.of(new Heard(HEARTBEAT, NOON)));
  }

  private static List<String> names(JsonNode form) {
    List<String> names = new ArrayList<>();
    form.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
