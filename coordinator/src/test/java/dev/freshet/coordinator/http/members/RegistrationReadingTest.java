// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.coordinator.alerts.Nodes;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationReadingTest {
  private static final MemberId ID = new MemberId("billing", "job-1");
  private static final Starts.Start START = new Starts.Start("http-1", true, Nodes.NOON);

  private static List<String> problems(String body) {
    return assertThrows(ProblemException.class, () -> read(body)).problem().errors().stream()
        .map(Finding::pointer)
        .toList();
  }

  private static Registration read(String body) {
    return RegistrationReading.of(ID, START, new JsonObject(body));
  }

  @Test
  void shouldTakeWhoFromThePathAndWhatFromTheBody() {
    Registration registration = read("{\"owner\":\"team-a\",\"service\":\"billing\"}");

    assertEquals(ID, MemberId.of(registration));
    assertEquals("http-1", registration.getIncarnation());
    assertEquals(Nodes.NOON.toEpochMilli(), registration.getStartedAtMs());
    assertEquals("team-a", registration.getOwner().orElseThrow());
    assertEquals(Leases.DEFAULT, registration.getLease());
  }

  @Test
  void shouldNameAllThatIsWrong() {
    assertEquals(List.of("/instance"), problems("{\"instance\":\"job-2\"}"));
    assertEquals(List.of("/instance"), problems("{\"instance\":7}"));
    assertEquals(List.of("/incarnation"), problems("{\"incarnation\":\"mine\"}"));
    assertEquals(
        List.of("/lease/heartbeatMs"),
        problems(
            "{\"lease\":{\"heartbeatMs\":1,\"suspectAfterMs\":20000,\"expireAfterMs\":30000}}"));
    assertEquals(
        List.of("/colour", "/capabilities/0/type", "/capabilities/1/query"),
        problems(
            "{\"colour\":\"red\",\"capabilities\":[{\"type\":\"fly\"},{\"type\":\"load\","
                + "\"region\":\"r\",\"via\":\"jdbc\",\"source\":\"s\",\"query\":\"select 1\"}]}"));
  }

  @Test
  void shouldRememberSinceWhenConditionsAreAsTheyAre() {
    MemberView before =
        Nodes.node(
            "p-1",
            0,
            beat ->
                beat.setConditions(
                    List.of(
                        new MemberCondition("Db", ConditionStatus.FALSE, "Timeout", "", 7L),
                        new MemberCondition("Disk", ConditionStatus.FALSE, "Full", "", 8L))));

    Heartbeat heartbeat =
        Beats.of(
            before,
            new JsonObject(
                "{\"phase\":\"draining\",\"conditions\":["
                    + "{\"type\":\"Db\",\"status\":\"false\",\"reason\":\"Refused\"},"
                    + "{\"type\":\"Disk\",\"status\":\"true\",\"reason\":\"Free\"}]}"),
            99,
            Nodes.NOON);

    assertEquals(99, heartbeat.getSequence());
    assertEquals(MemberPhase.DRAINING, heartbeat.getPhase());
    assertEquals(
        List.of(
            new MemberCondition("Db", ConditionStatus.FALSE, "Refused", "", 7L),
            new MemberCondition(
                "Disk", ConditionStatus.TRUE, "Free", "", Nodes.NOON.toEpochMilli())),
        heartbeat.getConditions());
    assertEquals(
        MemberPhase.RUNNING, Beats.of(before, new JsonObject(), 100, Nodes.NOON).getPhase());
  }
}
