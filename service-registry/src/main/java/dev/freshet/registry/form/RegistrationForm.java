// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.wire.GeneratedClasses;
import dev.freshet.registry.Leases;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Registrations as JSON. Fields are those of the Avro record, by the same names; a capability says
 * in {@code type} whether it is to {@code hold}, {@code load}, {@code publish} or {@code consume}.
 *
 * <pre>{@code
 * {"service": "payments", "instance": "payments-1", "owner": "team-payments",
 *  "lease": {"heartbeatMs": 5000, "suspectAfterMs": 15000, "expireAfterMs": 30000},
 *  "capabilities": [
 *    {"type": "load", "region": "payment:history", "via": "http", "source": "payments-api"},
 *    {"type": "publish", "eventType": "payment.success"}]}
 * }</pre>
 *
 * <p>Stateless.
 */
public final class RegistrationForm {
  static {
    GeneratedClasses.trust();
  }

  private static final List<String> GIVEN = List.of("incarnation", "startedAtMs");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LEASE = "lease";

  private RegistrationForm() {}

  /**
   * Reads a registration that somebody wrote, and checks it.
   *
   * @param incarnation random id of this start of the member, which the JSON does not have
   * @param startedAt likewise
   * @throws InvalidRegistrationException if it is not as it must be; names all problems
   */
  public static Registration read(JsonNode json, String incarnation, Instant startedAt) {
    Problems problems = new Problems();
    Registration registration = blank(incarnation, startedAt);
    if (json instanceof ObjectNode object) {
      new JsonReading(problems).fill(registration, withLease(object), GIVEN, "");
    } else {
      problems.add("registration", "no object", "a JSON object");
    }
    problems.addAll(RegistrationCheck.of(registration));
    problems.throwIfAny();
    return registration;
  }

  /** Who says nothing of its lease has the default one. */
  private static ObjectNode withLease(ObjectNode json) {
    if (json.hasNonNull(LEASE)) {
      return json;
    }
    ObjectNode complete = json.deepCopy();
    complete.set(LEASE, JSON.valueToTree(JsonWriting.object(Leases.DEFAULT)));
    return complete;
  }

  /** Valid, so that what does not fit in the JSON leaves nothing behind to complain about twice. */
  private static Registration blank(String incarnation, Instant startedAt) {
    return Registration.newBuilder()
        .setService("unknown")
        .setInstance("unknown")
        .setIncarnation(incarnation)
        .setStartedAtMs(startedAt.toEpochMilli())
        .setLease(Leases.DEFAULT)
        .setCapabilities(List.of())
        .setMetadata(Map.of())
        .build();
  }

  /** A registration as JSON: maps, lists, texts, numbers. */
  public static Map<String, Object> write(Registration registration) {
    return JsonWriting.object(registration);
  }
}
