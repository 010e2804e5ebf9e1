// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.UsageFailure;
import dev.freshet.example.user.UserUpdated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonToAvroTest {
  private static final Schema USER_UPDATED = UserUpdated.getClassSchema();
  private static final Schema EVERYTHING =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "fields": [
                {"name": "b", "type": "boolean", "default": false},
                {"name": "i", "type": "int", "default": 0},
                {"name": "d", "type": "double", "default": 0},
                {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["X", "Y"]},
                 "default": "X"},
                {"name": "m", "type": {"type": "map", "values": "long"}, "default": {}},
                {"name": "u", "type": ["null", "long", "string"], "default": null},
                {"name": "t", "type": {"type": "long", "logicalType": "timestamp-micros"},
                 "default": 0},
                {"name": "y", "type": "bytes", "default": ""},
                {"name": "r", "type": ["null", {"type": "record", "name": "Inner", "fields": [
                  {"name": "n", "type": "long"}]}], "default": null}]}
              """);

  private static GenericRecord convert(String json, Schema schema) throws JsonProcessingException {
    return JsonToAvro.convert("data", new ObjectMapper().readTree(json), schema);
  }

  @Test
  void shouldMakeARecordOfPlainJson() throws JsonProcessingException {
    GenericRecord record =
        convert(
            "{\"userId\": 42, \"changedFields\": [\"email\"], \"email\": \"a@b.example\","
                + " \"updatedAt\": \"2026-01-31T12:00:00Z\"}",
            USER_UPDATED);

    assertEquals(42L, record.get("userId"));
    assertEquals(List.of("email"), record.get("changedFields"));
    assertEquals("a@b.example", record.get("email"));
    assertNull(record.get("displayName"));
    assertEquals(Instant.parse("2026-01-31T12:00:00Z").toEpochMilli(), record.get("updatedAt"));
    assertEquals(true, GenericData.get().validate(USER_UPDATED, record));
  }

  @Test
  void shouldKnowAllTypesThatJsonCanSay() throws JsonProcessingException {
    GenericRecord record =
        convert(
            "{\"b\": true, \"i\": 1, \"d\": 1, \"e\": \"Y\", \"m\": {\"k\": 2}, \"u\": \"s\","
                + " \"t\": \"1970-01-01T00:00:01Z\", \"y\": \"\\u00ff\", \"r\": {\"n\": 3}}",
            EVERYTHING);

    assertEquals(true, GenericData.get().validate(EVERYTHING, record));
    assertEquals(1.0, record.get("d"));
    assertEquals(Map.of("k", 2L), record.get("m"));
    assertEquals("s", record.get("u"));
    assertEquals(1_000_000L, record.get("t"));
    assertEquals("{\"n\": 3}", String.valueOf(record.get("r")));
  }

  @Test
  void shouldTakeDefaultsForWhatIsLeftOut() throws JsonProcessingException {
    GenericRecord record = convert("{}", EVERYTHING);

    assertEquals(true, GenericData.get().validate(EVERYTHING, record));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"i\": 1.5}; data.i: found number, expected int",
        "{\"i\": 3000000000}; data.i: found number, expected int",
        "{\"b\": null}; data.b: found null, expected boolean",
        "{\"e\": \"Z\"}; data.e: found string, expected one of [X, Y]",
        "{\"m\": {\"k\": \"v\"}}; data.m.k: found string, expected long",
        "{\"u\": true}; data.u: found boolean, expected null or long or string",
        "{\"r\": {\"n\": \"x\"}}; data.r.n: found string, expected long",
        "{\"r\": {}}; data.r.n: found nothing, expected long",
        "{\"d\": []}; data.d: found array, expected double",
      })
  void shouldNameTheFieldThatDoesNotFit(String json, String message) {
    UsageFailure failure = assertThrows(UsageFailure.class, () -> convert(json, EVERYTHING));

    assertEquals(message, failure.getMessage());
  }

  @Test
  void shouldNameFieldsThatTheSchemaDoesNotHave() {
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> convert("{\"usrId\": 1}", USER_UPDATED));

    assertEquals(
        "data.usrId: UserUpdated has no such field, expected one of"
            + " [userId, changedFields, email, displayName, updatedAt]",
        failure.getMessage());
  }
}
