// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{'type': 'string'} => a text",
        "{'type': ['string', 'null']} => a text or nothing",
        "{'type': ['null', 'integer']} => an integer or nothing",
        "{'type': ['string', 'integer']} => any value",
        "{'type': ['string', 'integer', 'null']} => any value or nothing",
        "{'enum': ['a', 'b']} => one of a, b",
        "{'type': 'string', 'enum': ['a', null]} => one of a or nothing",
        "{'enum': [1, 2]} => any value",
        "{'oneOf': [{'type': 'null'}, {'type': 'boolean'}]} => a boolean or nothing",
        "{'anyOf': [{'type': 'string'}, {'type': 'integer'}]} => any value",
        "{'anyOf': [{'type': 'string'}, {'type': 'null'}, {'type': 'integer'}]} => any value or nothing",
        "{'oneOf': [{'type': 'number'}]} => a decimal",
        "{'allOf': [{'type': 'string'}]} => any value",
        "{'$ref': '#/definitions/id'} => a text",
        "{'$ref': '#/definitions/maybe'} => a text or nothing",
        "{'$ref': 'other.json#/id'} => any value",
        "{'type': 'array', 'items': {'type': 'string'}} => a list of a text",
        "{'type': 'array', 'items': {'type': ['string', 'null']}} => a list of any value",
        "{'type': 'array'} => a list of any value",
        "{'type': 'object', 'additionalProperties': {'type': 'integer'}} => a map of an integer",
        "{'type': 'object'} => an open record",
        "{'type': 'object', 'additionalProperties': false} => a record",
        "{'properties': {'a': true}} => a record",
        "{'properties': {'a': true}, 'additionalProperties': true} => an open record",
        "{'properties': {'a': true}, 'patternProperties': {'x': true}} => an open record",
        "true => any value",
        "{} => any value",
      })
  void shouldRead(String schema, String expected) throws JsonProcessingException {
    String json =
        """
        {'x-event-type': 'e', 'title': 'An event', 'required': ['f'], 'properties': {'f': %s},
         'definitions': {'id': {'type': 'string'}, 'maybe': {'type': ['string', 'null']}}}
        """
            .formatted(schema);

    EventShape shape = shape(json);

    FieldType.Field field = Objects.requireNonNull(shape.data().fields().get("f"));
    assertEquals(expected, describe(field.type()) + (field.nullable() ? " or nothing" : ""));
  }

  @Test
  void shouldTakeWhatIsNotRequiredForMissing() throws JsonProcessingException {
    EventShape shape = shape("{'title': 'e', 'properties': {'a': {'type': 'string'}}}");

    assertTrue(Objects.requireNonNull(shape.data().fields().get("a")).nullable());
  }

  @Test
  void shouldEndWhereASchemaContainsItself() throws JsonProcessingException {
    EventShape shape =
        shape(
            """
            {'title': 'e', 'properties': {'top': {'$ref': '#/definitions/node'}}, 'definitions':
             {'node': {'required': ['id', 'next'],
                       'properties': {'id': {'type': 'string'}, 'next': {'$ref': '#/definitions/node'}}}}}
            """);

    assertEquals(
        new FieldLookup.Found(FieldType.Simple.TEXT, true), shape.find(List.of("top", "id")));
    assertEquals(
        new FieldLookup.Found(FieldType.Simple.ANY, true),
        shape.find(List.of("top", "next", "whatever")));
  }

  @Test
  void shouldBoundWhatDefinitionsUnfoldTo() throws JsonProcessingException {
    StringBuilder definitions = new StringBuilder("'d40': {'type': 'string'}");
    for (int i = 0; i < 40; i++) {
      String next = "{'$ref': '#/definitions/d" + (i + 1) + "'}";
      definitions.append(", 'd%d': {'properties': {'a': %s, 'b': %s}}".formatted(i, next, next));
    }

    EventShape shape =
        shape("{'title': 'e', '$ref': '#/definitions/d0', 'definitions': {" + definitions + "}}");

    assertEquals(
        new FieldLookup.Found(FieldType.Simple.ANY, true), shape.find(List.of("b", "b", "b", "x")));
  }

  @Test
  void shouldPassOverSchemasThatAreNoEvents() throws JsonProcessingException {
    assertTrue(SchemaFiles.json("f", "{\"title\": \"A rule file\"}").isEmpty());
    assertTrue(SchemaFiles.json("f", "{\"type\": \"object\"}").isEmpty());
    assertFalse(
        SchemaFiles.json("f", "{\"title\": \"order.placed\", \"type\": \"object\"}").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{'title': 'e', 'type': 'string'} => the schema of event e describes no record, expected `type: object`",
        "{'title': 'e', 'properties': {'a': {'type': 'strng'}}} => `type`: found 'strng', which is none",
        "{'title': 'e', 'properties': {'a': {'$ref': '#/x'}}} => $ref '#/x' leads nowhere",
        "{'title': 'e', 'properties': {'a': {'$ref': '#x'}}} => $ref '#x' leads nowhere",
      })
  void shouldRefuse(String schema, String message) {
    var error = assertThrows(IllegalArgumentException.class, () -> shape(schema));

    assertEquals(message, error.getMessage());
  }

  private static EventShape shape(String json) throws JsonProcessingException {
    return SchemaFiles.json("test", json.replace('\'', '"')).orElseThrow();
  }

  private static String describe(FieldType type) {
    if (type instanceof FieldType.ListOf list) {
      return "a list of " + describe(list.elements());
    }
    if (type instanceof FieldType.MapOf map) {
      return "a map of " + describe(map.values());
    }
    return type instanceof FieldType.Struct struct && struct.open()
        ? "an open record"
        : type.description();
  }
}
