// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PageTest {
  private final NavigableMap<Integer, Integer> all = new TreeMap<>();

  private JsonObject page(Optional<String> token, int size) {
    return Page.of(all, token, size, Integer::valueOf, item -> item);
  }

  @Property(tries = 100)
  void shouldShowEachItemOnceInOrder(
      @ForAll @IntRange(max = 30) int items, @ForAll @IntRange(min = 1, max = 12) int size) {
    all.clear();
    for (int i = 0; i < items; i++) {
      all.put(i, i);
    }
    List<Object> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    int pages = 0;
    do {
      JsonObject page = page(token, size);
      page.getJsonArray("items").forEach(seen::add);
      assertTrue(seen.size() <= items, "pages without end");
      pages++;
      token = Optional.ofNullable(page.getString("nextPageToken"));
    } while (token.isPresent());

    assertEquals(List.copyOf(all.values()), seen);
    assertEquals(Math.max(1, (items + size - 1) / size), pages);
  }

  @Test
  void shouldGoOnWhereItWasWhenTheListChanged() {
    all.put(1, 1);
    all.put(3, 3);
    all.put(5, 5);
    String token = page(Optional.empty(), 2).getString("nextPageToken");
    all.remove(3);
    all.put(4, 4);

    assertEquals("[4,5]", page(Optional.of(token), 2).getJsonArray("items").encode());
  }

  @Test
  void shouldRefuseTokensThatAreNone() {
    all.put(1, 1);
    for (String token : List.of("", "!!", "MTp4", "Mjox", "garbage")) {
      ProblemException refused =
          assertThrows(ProblemException.class, () -> page(Optional.of(token), 1), token);
      assertTrue(refused.problem().detail().contains("nextPageToken"));
      assertEquals("query:pageToken", refused.problem().errors().get(0).pointer());
    }
  }
}
