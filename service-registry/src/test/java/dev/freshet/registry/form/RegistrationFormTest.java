// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.Leases;
import dev.freshet.registry.Records;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationFormTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String COMPLETE =
      """
      {"service": "payments", "instance": "p-1", "owner": "team-payments", "version": "2.14.0",
       "zone": "eu-1a",
       "lease": {"heartbeatMs": 2000, "suspectAfterMs": 6000, "expireAfterMs": 12000},
       "capabilities": [
         {"type": "hold", "region": "payment:history", "keyTemplate": "payment:history:{userId}",
          "tags": ["user:{userId}"], "l1": true, "l2": true, "maxEntries": 50000, "ttlMs": 600000},
         {"type": "load", "region": "payment:history", "via": "http", "source": "payments-api",
          "query": "history", "maxConcurrency": 8, "ratePerSecond": 200, "maxBatch": 50,
          "timeoutMs": 800, "priority": 10},
         {"type": "load", "region": "fx:rates", "via": "in-process"},
         {"type": "publish", "eventType": "payment.success"},
         {"type": "consume", "eventType": "Invalidated", "topic": "freshet.cache-state"}],
       "metadata": {"chart": "payments-1.3"}}
      """;

  @Test
  void shouldReadAllThatAMemberCanSay() {
    Registration read = read(COMPLETE);

    assertEquals(
        Registration.newBuilder()
            .setService("payments")
            .setInstance("p-1")
            .setIncarnation("first")
            .setStartedAtMs(Records.NOON.toEpochMilli())
            .setOwner("team-payments")
            .setVersion("2.14.0")
            .setZone("eu-1a")
            .setLease(new MemberLease(2_000L, 6_000L, 12_000L))
            .setCapabilities(
                List.of(
                    new RegionHolding(
                        "payment:history",
                        "payment:history:{userId}",
                        List.of("user:{userId}"),
                        true,
                        true,
                        50_000L,
                        600_000L),
                    new RegionLoading(
                        "payment:history",
                        LoadingVia.HTTP,
                        "payments-api",
                        "history",
                        8,
                        200.0,
                        50,
                        800L,
                        10),
                    RegionLoading.newBuilder()
                        .setRegion("fx:rates")
                        .setVia(LoadingVia.IN_PROCESS)
                        .build(),
                    new EventPublishing("payment.success", null),
                    new EventConsumption("Invalidated", "freshet.cache-state")))
            .setMetadata(Map.of("chart", "payments-1.3"))
            .build(),
        read);
  }

  @Test
  void shouldWriteWhatItReads() throws JsonProcessingException {
    String written = JSON.writeValueAsString(RegistrationForm.write(read(COMPLETE)));

    assertEquals(
        "{\"service\":\"payments\",\"instance\":\"p-1\",\"incarnation\":\"first\","
            + "\"startedAt\":\"2030-01-01T12:00:00Z\",\"owner\":\"team-payments\","
            + "\"version\":\"2.14.0\",\"zone\":\"eu-1a\",\"lease\":{\"heartbeatMs\":2000,"
            + "\"suspectAfterMs\":6000,\"expireAfterMs\":12000},\"capabilities\":["
            + "{\"type\":\"hold\",\"region\":\"payment:history\","
            + "\"keyTemplate\":\"payment:history:{userId}\",\"tags\":[\"user:{userId}\"],"
            + "\"l1\":true,\"l2\":true,\"maxEntries\":50000,\"ttlMs\":600000},"
            + "{\"type\":\"load\",\"region\":\"payment:history\",\"via\":\"http\","
            + "\"source\":\"payments-api\",\"query\":\"history\",\"maxConcurrency\":8,"
            + "\"ratePerSecond\":200.0,\"maxBatch\":50,\"timeoutMs\":800,\"priority\":10},"
            + "{\"type\":\"load\",\"region\":\"fx:rates\",\"via\":\"in-process\",\"priority\":0},"
            + "{\"type\":\"publish\",\"eventType\":\"payment.success\"},"
            + "{\"type\":\"consume\",\"eventType\":\"Invalidated\","
            + "\"topic\":\"freshet.cache-state\"}],\"metadata\":{\"chart\":\"payments-1.3\"}}",
        written);
  }

  @Test
  void shouldNeedNoMoreThanAName() {
    Registration read = read("{\"service\": \"mailer\", \"instance\": \"m-1\", \"owner\": null}");

    assertEquals(Leases.DEFAULT, read.getLease());
    assertEquals(List.of(), read.getCapabilities());
    assertEquals(Map.of(), read.getMetadata());
  }

  @Test
  void shouldNameAllThatDoesNotFitAtOnce() {
    assertProblems(
        """
        {"service": 7, "owner": ["a"], "colour": "red",
         "lease": {"heartbeatMs": "5s", "suspectAfterMs": 15000, "expireAfterMs": 30000},
         "capabilities": [
           {"type": "cache", "region": "a"},
           {"region": "a"},
           "hold",
           {"type": "load", "region": "a", "via": "smoke", "maxBatch": 3000000000, "url": "x"},
           {"type": "hold", "region": "a", "keyTemplate": "a:{", "l1": true, "l2": false}],
         "metadata": {"a": 1}, "incarnation": "mine"}
        """,
        "colour: found an unknown field, expected one of [service, instance, owner, version, zone,"
            + " lease, capabilities, metadata]",
        "incarnation: found an unknown field, expected one of [service, instance, owner, version,"
            + " zone, lease, capabilities, metadata]",
        "service: found 7, expected a text",
        "instance: found nothing, expected a text",
        "owner: found a list, expected a text",
        "lease.heartbeatMs: found '5s', expected a whole number",
        "capabilities[0].type: found 'cache', expected one of [hold, load, publish, consume]",
        "capabilities[1].type: found nothing, expected one of [hold, load, publish, consume]",
        "capabilities[2]: found 'hold', expected an object",
        "capabilities[3].url: found an unknown field, expected one of [region, via, source, query,"
            + " maxConcurrency, ratePerSecond, maxBatch, timeoutMs, priority]",
        "capabilities[3].via: found 'smoke', expected one of [in-process, jdbc, http]",
        "capabilities[3].maxBatch: found 3000000000, expected a whole number up to 2147483647",
        "metadata.a: found 1, expected a text",
        "capabilities[4].keyTemplate: template 'a:{', column 3: '{' without '}'");
  }

  @Test
  void shouldRefuseWhatIsNoObject() {
    assertProblems("[]", "registration: found no object, expected a JSON object");
    assertProblems("null", "registration: found no object, expected a JSON object");
  }

  @Test
  void shouldPointToFieldsAsJsonPointersDo() {
    assertEquals("/capabilities/2/source", new Problem("capabilities[2].source", "").pointer());
    assertEquals("/lease/heartbeatMs", new Problem("lease.heartbeatMs", "").pointer());
  }

  private static void assertProblems(String json, String... expected) {
    InvalidRegistrationException invalid =
        assertThrows(InvalidRegistrationException.class, () -> read(json));
    assertEquals(
        String.join("\n", expected),
        String.join("\n", invalid.problems().stream().map(Problem::toString).toList()));
  }

  private static Registration read(String json) {
    try {
      return RegistrationForm.read(JSON.readTree(json), "first", Records.NOON);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
