// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RegistrationFormPropertyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Property(tries = 200)
  void shouldReadWhatItWrites(@ForAll("registrations") ObjectNode json) {
    Registration read = RegistrationForm.read(json, "first", Records.NOON);
    ObjectNode written = JSON.valueToTree(RegistrationForm.write(read));
    written.remove(List.of("incarnation", "startedAt"));

    assertEquals(read, RegistrationForm.read(written, "first", Records.NOON));
  }

  /** Any JSON is read as a valid registration, or refused with problems; nothing else happens. */
  @Property(tries = 500)
  void shouldReadOrNameWhatIsWrong(
      @ForAll("registrations") ObjectNode json, @ForAll Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      spoil(json, random);
    }
    try {
      Registration read = RegistrationForm.read(json, "first", Records.NOON);
      assertEquals(List.of(), Registrations.problems(read));
    } catch (InvalidRegistrationException e) {
      assertFalse(e.problems().isEmpty());
      e.problems().forEach(problem -> assertTrue(problem.toString().indexOf('\n') < 0));
    }
  }

  /** Puts something else in the place of any value. */
  private static void spoil(JsonNode json, Random random) {
    if (json instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextBoolean() && object.get(name).isContainerNode()) {
        spoil(object.get(name), random);
      } else {
        object.set(random.nextInt(5) == 0 ? "other" : name, anything(random));
      }
    } else if (json instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      if (random.nextInt(4) > 0) {
        spoil(array.get(index), random);
      } else {
        array.set(index, anything(random));
      }
    }
  }

  private static JsonNode anything(Random random) {
    List<Object> values =
        List.of(
            "",
            "a\nb",
            "http://x/y",
            "{",
            0,
            -1,
            Long.MAX_VALUE,
            1.5,
            1e300,
            true,
            List.of(),
            List.of(1),
            Map.of(),
            Map.of("type", "load"),
            Map.of("a", "b"));
    int index = random.nextInt(values.size() + 1);
    return index == values.size() ? JSON.nullNode() : JSON.valueToTree(values.get(index));
  }

  @Provide
  static Arbitrary<ObjectNode> registrations() {
    return Combinators.combine(
            name(),
            name(),
            capabilities()
                .list()
                .ofMaxSize(5)
                .uniqueElements(json -> json.path("region").asText(json.toString())),
            metadata(),
            name().injectNull(0.5))
        .as(RegistrationFormPropertyTest::registration);
  }

  private static ObjectNode registration(
      String service,
      String instance,
      List<ObjectNode> capabilities,
      Map<String, String> metadata,
      String owner) {
    ObjectNode json = JSON.createObjectNode();
    json.put("service", service).put("instance", instance).put("owner", owner);
    json.set("capabilities", JSON.valueToTree(capabilities));
    json.set("metadata", JSON.valueToTree(metadata));
    return json;
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20);
  }

  private static Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(name(), name()).ofMaxSize(5);
  }

  private static Arbitrary<ObjectNode> capabilities() {
    return Combinators.combine(
            Arbitraries.of("hold", "load", "publish", "consume"),
            name(),
            Arbitraries.of("jdbc", "http", "in-process"),
            Arbitraries.integers().between(1, 1_000).injectNull(0.3))
        .as(RegistrationFormPropertyTest::capability);
  }

  private static ObjectNode capability(String type, String name, String via, Integer limit) {
    ObjectNode json = JSON.createObjectNode().put("type", type);
    return switch (type) {
      case "hold" ->
          json.put("region", name)
              .put("keyTemplate", name + ":{userId}")
              .put("l1", true)
              .put("l2", limit == null)
              .put("ttlMs", limit);
      case "load" ->
          json.put("region", name)
              .put("via", via)
              .put("source", name)
              .put("query", name)
              .put("maxBatch", limit)
              .put("ratePerSecond", limit);
      default -> json.put("eventType", name);
    };
  }
}
