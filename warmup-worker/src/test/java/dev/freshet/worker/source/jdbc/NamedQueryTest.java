// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedQueryTest {

  @Test
  void shouldFindTheHolesOfOneKey() {
    NamedQuery query =
        NamedQuery.parse("select * from t where a = :tenant and (b = :userId or c = :tenant)");

    assertEquals("select * from t where a = ? and (b = ? or c = ?)", query.sql());
    assertEquals(List.of("tenant", "userId", "tenant"), query.holes());
    assertFalse(query.batched());
  }

  @Test
  void shouldFindTheHolesOfManyKeys() {
    NamedQuery query =
        NamedQuery.parse("select * from unnest(:a[]::text[], :b[]) as k(a, b) where x[1:2] = k.a");

    assertEquals("select * from unnest(?::text[], ?) as k(a, b) where x[1:2] = k.a", query.sql());
    assertEquals(List.of("a", "b"), query.holes());
    assertTrue(query.batched());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "':not ?'",
        "'it''s :not'",
        "E'it\\'s :not'",
        "\":not\"",
        "-- :not ?\n",
        "/* :not\n ? */",
        "$$ :not $$",
        "$tag$ :not $$ ? $tag$",
        "'a'::text"
      })
  void shouldLeaveAloneWhatIsNoHole(String text) {
    NamedQuery query = NamedQuery.parse("select " + text + " where a = :b");

    assertEquals("select " + text + " where a = ?", query.sql());
    assertEquals(List.of("b"), query.holes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select 1 | query: found no hole, expected all of one kind
          where a = :a and b = any(:b[]) | query: found holes for one key and for many keys: [a, b]
          where a = ? | query: found '?' at index 10, expected holes such as :userId
          """)
  void shouldRefuse(String query, String problem) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> NamedQuery.parse(query));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(problem), refused.getMessage());
  }
}
