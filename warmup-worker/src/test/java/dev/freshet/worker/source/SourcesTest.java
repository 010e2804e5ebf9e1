// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.QueryKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

  @Test
  void shouldAskTheSourceOfTheName() throws Exception {
    Sources sources =
        Sources.builder()
            .dataSource("payments", echo("db"))
            .dataSource("users", echo("other"))
            .endpoint("payments", echo("http"))
            .build();

    assertEquals(List.of(Map.of("db", "select 1")), read(sources.rows(query("payments"))));
    assertEquals(List.of(Map.of("http", "/active")), read(sources.rows(endpoint("payments"))));
  }

  @Test
  void shouldSayWhichSourcesAreKnown() {
    Sources sources =
        Sources.builder().dataSource("users", echo("b")).dataSource("bills", echo("a")).build();

    UnknownSourceException unknown =
        assertThrows(UnknownSourceException.class, () -> sources.rows(query("payments")));
    UnknownSourceException none =
        assertThrows(UnknownSourceException.class, () -> sources.rows(endpoint("users")));

    assertEquals(
        "data source payments: is not known here, expected one of [bills, users]",
        unknown.getMessage());
    assertEquals(
        "endpoint users: is not known here, expected none: there are none", none.getMessage());
  }

  @Test
  void shouldRefuseASecondSourceOfAName() {
    Sources.Builder sources = Sources.builder().endpoint("users", echo("a"));

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> sources.endpoint("users", echo("b")));

    assertEquals(
        "endpoint users: found a second one, expected one of a name", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "payment:recent", "jdbc:x://u:p@h", "select 1", "-a", "ä"})
  void shouldRefuseNamesThatTheRegistryRefuses(String name) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ConfiguredName.require("query", name));

    assertEquals(
        "query: its name cannot be this, expected letters, digits, dots, underscores and dashes",
        refused.getMessage());
    assertEquals("a.B_1-", ConfiguredName.require("query", "a.B_1-"));
  }

  private static QueryKeys query(String dataSource) {
    return new QueryKeys(dataSource, "select 1");
  }

  private static EndpointKeys endpoint(String name) {
    return new EndpointKeys(name, "/active");
  }

  private static RowSource echo(String name) {
    return request ->
        (columns, maxRows, rows) -> {
          rows.accept(Map.of(name, request));
          return 0;
        };
  }

  private static List<Map<String, ?>> read(KeyRows rows) throws Exception {
    List<Map<String, ?>> read = new ArrayList<>();
    assertEquals(0, rows.read(List.of("id"), 10, read::add));
    return read;
  }
}
