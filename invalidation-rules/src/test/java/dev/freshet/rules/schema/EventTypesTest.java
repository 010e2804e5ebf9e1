// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.SchemaRegistry;
import dev.freshet.events.wire.SchemaRegistry.Registered;
import dev.freshet.example.payment.PaymentSuccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTypesTest {
  private final Path directory;

  EventTypesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKnowTheShippedEventsWithTheirNullableFields() {
    EventTypes shipped = EventTypes.shipped();

    assertEquals(16, shipped.types().size());
    assertEquals(
        new FieldLookup.Found(FieldType.Simple.TEXT, true),
        shipped.find("payment.success").orElseThrow().find(List.of("method")));
    assertEquals(
        new FieldLookup.Found(FieldType.Simple.TIMESTAMP, false),
        shipped.find("payment.success").orElseThrow().find(List.of("paidAt")));
    assertEquals(List.of(), shipped.notes());
  }

  @Test
  void shouldReadFilesThatNameEachOtherInAnyOrder() throws IOException {
    write("a.avsc", avro("Order", "'eventType': 'order.placed',", "'line', 'type': 'Line'"));
    write("b/line.avsc", avro("Line", "", "'money', 'type': 'x.Money'"));
    write("c.avsc", avro("Money", "", "'currency', 'type': 'string'"));
    write("d.schema.json", "{'title': 'order.paid', 'properties': {'id': {'type': 'string'}}}");
    write("readme.json", "no schema");

    EventTypes types = EventTypes.read(directory);

    assertEquals(Set.of("order.placed", "order.paid"), types.types());
    assertEquals(
        new FieldLookup.Found(FieldType.Simple.TEXT, false),
        types.find("order.placed").orElseThrow().find(List.of("line", "money", "currency")));
  }

  @Test
  void shouldReadTwoVersionsOfASchemaThatNamesAnother() throws IOException {
    write("money.avsc", avro("Money", "", "'currency', 'type': 'string'"));
    write("v1.avsc", avro("Order", "'eventType': 'order.placed',", "'a', 'type': 'Money'"));
    write("v2.avsc", avro("Order", "'eventType': 'order.placed',", "'b', 'type': 'Money'"));

    EventTypes types = EventTypes.read(directory);

    String one = directory.resolve("v1.avsc").toString();
    String two = directory.resolve("v2.avsc").toString();
    assertEquals(
        List.of(
            "event order.placed: schema "
                + one
                + " is used, "
                + two
                + " differs: `a` is in one of them only"),
        types.notes());
  }

  @Test
  void shouldNameAllBadFilesAtOnce() throws IOException {
    write("a.avsc", "{'type': 'recrd'}");
    write("b.avsc", avro("Order", "", "'line', 'type': 'Lne'"));
    write("c.schema.json", "{'title': 'e',\n'properties': }");
    write("d.schema.json", "{'title': 'e', 'type': 'string'}");
    write("e.avsc", "{");

    var error = assertThrows(InvalidSchemaException.class, () -> EventTypes.read(directory));

    String at = directory + "/";
    String expected =
        """
        @c.schema.json:2:15: no JSON: Unexpected character ('}' (code 125)): expected a valid value
        @d.schema.json: the schema of event e describes no record, expected `type: object`
        @a.avsc: no Avro schema: A schema "type" MUST be a primitive type or one of "enum", "fixed", "record", "error", "array" or "map".
        @b.avsc: no Avro schema: Undefined schema: x.Lne
        @e.avsc: no Avro schema: Unexpected end-of-input: expected close marker for Object\
        """;
    List<String> found = String.valueOf(error.getMessage()).lines().toList();
    List<String> wanted = expected.replace("@", at).lines().toList();
    assertEquals(wanted.size(), found.size(), String.valueOf(error.getMessage()));
    for (int i = 0; i < wanted.size(); i++) {
      assertTrue(found.get(i).startsWith(wanted.get(i)), found.get(i));
    }
  }

  @Test
  void shouldSayThatADirectoryIsNotThere() {
    Path nowhere = directory.resolve("nowhere");

    assertThrows(NoSuchFileException.class, () -> EventTypes.read(nowhere));
  }

  @Test
  void shouldLetTheFirstCatalogueWinAndSayWhereTheyContradict() {
    EventTypes live =
        EventTypes.of(
            List.of(shape("a", "s v3", Map.of("x", FieldType.Simple.TEXT)), shape("b", "s2 v1")));
    EventTypes files =
        EventTypes.of(
            List.of(
                shape("a", "a.avsc", Map.of("x", FieldType.Simple.INTEGER)),
                shape("b", "b.avsc"),
                shape("c", "c.avsc")));

    EventTypes both = live.over(files);

    assertEquals(List.of("s v3", "s2 v1", "c.avsc"), origins(both));
    assertEquals(
        List.of(
            "event a: schema s v3 is used, a.avsc differs: `x` is a text, there it is an integer"),
        both.notes());
  }

  @Test
  void shouldCoverTheTypesBelowAPrefixAndNoOthers() {
    EventTypes types =
        EventTypes.of(
            List.of(
                shape("pay.a", ""), shape("pay.b.c", ""), shape("pay", ""), shape("pays.a", "")));

    assertEquals(List.of("pay.a", "pay.b.c"), covered(types, "pay.*"));
    assertEquals(List.of("pay.b.c"), covered(types, "pay.b.*"));
    assertEquals(List.of("pay"), covered(types, "pay"));
    assertEquals(List.of(), covered(types, "pay.c"));
    assertEquals(List.of(), covered(EventTypes.NONE, "pay.*"));
    assertTrue(EventTypes.NONE.isEmpty());
  }

  @Test
  void shouldReadTheNewestRegisteredVersions() {
    PaymentSuccess record = new PaymentSuccess("p", 1L, "b", 1.0, "EUR", "ok", null, Instant.EPOCH);
    try (AvroCodec codec = AvroCodec.forRegistry("mock://event-types");
        SchemaRegistry registry = new SchemaRegistry("mock://event-types")) {
      codec.encode("events", record);
      codec.encode("others", record);

      EventTypes types = EventTypes.registered(registry, "events-");

      assertEquals(List.of("events-dev.freshet.example.payment.PaymentSuccess v1"), origins(types));
      assertEquals(List.of(), types.notes());
    }
  }

  @Test
  void shouldLeaveOutRegisteredSchemasThatCannotBeReadAndSaySo() {
    RegisteredShapes reader = new RegisteredShapes();

    reader.add(new Registered("broken", 3, "AVRO", "{", List.of()));
    reader.add(new Registered("proto", 1, "PROTOBUF", "message A {}", List.of()));
    reader.add(
        new Registered("json", 2, "JSON", "{\"title\": \"e\", \"type\": \"object\"}", List.of()));
    String line = avro("Line", "", "'id', 'type': 'string'").replace('\'', '"');
    String order = avro("Order", "'eventType': 'o',", "'line', 'type': 'Line'").replace('\'', '"');
    reader.add(new Registered("referring", 1, "AVRO", order, List.of(line)));

    assertEquals(List.of("e", "o"), reader.shapes().stream().map(EventShape::type).toList());
    assertEquals("json v2", reader.shapes().get(0).origin());
    assertEquals(1, reader.notes().size());
    assertTrue(
        reader.notes().get(0).startsWith("broken v3: the schema is left out, it cannot be read: "),
        reader.notes().get(0));
  }

  private static List<String> covered(EventTypes types, String event) {
    return types.covered(event).shapes().stream().map(EventShape::type).toList();
  }

  private static List<String> origins(EventTypes types) {
    return types.types().stream().map(type -> types.find(type).orElseThrow().origin()).toList();
  }

  private static EventShape shape(String type, String origin) {
    return shape(type, origin, Map.of());
  }

  private static EventShape shape(String type, String origin, Map<String, FieldType> fields) {
    Map<String, FieldType.Field> all = new HashMap<>();
    fields.forEach((name, field) -> all.put(name, new FieldType.Field(field, false, origin)));
    return new EventShape(type, origin, new FieldType.Struct(all, false));
  }

  private static String avro(String name, String properties, String field) {
    return "{'type': 'record', 'namespace': 'x', 'name': '%s', %s 'fields': [{'name': %s}]}"
        .formatted(name, properties, field);
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text.replace('\'', '"'));
  }
}
