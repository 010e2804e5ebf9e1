// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.EntryKey;
import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.worker.LoaderDescription;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.source.UnknownSourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExampleSourceTest {
  private final ExampleSource source =
      new ExampleSource(RuleBook.compile(ShippedRules.load()).orThrow().jobs());

  private static EntryKey key(String text, Map<String, Object> params) {
    return new EntryKey("session", text, params);
  }

  @Test
  void shouldMakeTheValueOfAnyKeyFromTheKey() throws Exception {
    EntryKey key = key("session:a7:42", new TreeMap<>(Map.of("sessionId", "a7", "userId", 42L)));
    EntryKey asText =
        key("session:007:8", new TreeMap<>(Map.of("sessionId", "007", "userId", "8")));

    Map<EntryKey, byte[]> values = source.loadAll(Set.of(key, asText));

    assertEquals(
        "{\"sessionId\":\"a7\",\"userId\":42,\"version\":1}", new String(values.get(key), UTF_8));
    assertEquals(
        "{\"sessionId\":\"007\",\"userId\":8,\"version\":1}",
        new String(values.get(asText), UTF_8));
  }

  @Test
  void shouldComeAfterWhoeverReallyLoads() {
    assertTrue(source.description().priority() < LoaderDescription.IN_PROCESS.priority());
  }

  @Test
  void shouldListTheSameIdsForWhateverTheShippedJobsAsk() throws Exception {
    Sources sources = source.sources();
    List<Object> ids = new ArrayList<>();

    long more =
        sources
            .rows(new QueryKeys("users", "select id as \"userId\" from users"))
            .read(List.of("userId"), 3, row -> ids.add(row.get("userId")));
    List<Map<String, ?>> rows = new ArrayList<>();
    long none =
        sources
            .rows(new EndpointKeys("billing", "/statistics/users?days=1"))
            .read(List.of("userId"), 100, rows::add);

    assertEquals(List.of(1_001L, 1_002L, 1_003L), ids);
    assertEquals(ExampleSource.ROWS - 3, more);
    assertEquals(ExampleSource.ROWS, rows.size());
    assertEquals(0, none);
  }

  @Test
  void shouldKnowNoOtherSource() {
    assertThrows(
        UnknownSourceException.class,
        () -> source.sources().rows(new QueryKeys("club", "select 1")));
    assertThrows(
        UnknownSourceException.class,
        () -> new ExampleSource(List.of()).sources().rows(new QueryKeys("users", "select 1")));
  }
}
