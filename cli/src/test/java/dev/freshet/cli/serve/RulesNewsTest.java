// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.RegionCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesNewsTest {
  private long changes;
  private int reads;
  private Map<String, Long> inForce = Map.of();
  private final List<Map<String, Long>> taken = new ArrayList<>();
  private final RulesNews news = new RulesNews(() -> changes, this::read);

  private RulesInForce read() {
    reads++;
    return new RulesInForce(RegionCatalog.of(List.of()), List.of(), inForce);
  }

  private void apply(Map<String, Long> revisions) {
    changes++;
    inForce = revisions;
  }

  private Optional<Map<String, Long>> look() {
    return news.look().map(RulesInForce::revisions);
  }

  @Test
  void shouldTellEachChangeOnce() {
    apply(Map.of("shop", 1L));
    assertEquals(Optional.of(Map.of("shop", 1L)), look());
    assertEquals(Optional.empty(), look());

    apply(Map.of("shop", 1L, "users", 4L));
    assertEquals(Optional.of(Map.of("shop", 1L, "users", 4L)), look());
    apply(Map.of("users", 4L));
    assertEquals(Optional.of(Map.of("users", 4L)), look());

    assertEquals(Map.of("users", 4L), news.last().revisions());
  }

  @Test
  void shouldReadOnlyIfSomethingHasChanged() {
    assertEquals(Optional.empty(), look());
    assertEquals(Optional.empty(), look());
    assertEquals(1, reads);

    changes++;

    assertEquals(Optional.empty(), look());
    assertEquals(2, reads);
  }

  /** Whatever came meanwhile, and without waiting for another change. */
  @Test
  void shouldPassOnAgainWhatWasNotTaken() {
    apply(Map.of("shop", 1L));
    news.pass(
        rules -> {
          throw new IllegalStateException("no memory left for " + rules.revisions());
        });
    assertEquals(Map.of(), news.last().revisions());

    news.pass(rules -> taken.add(rules.revisions()));
    news.pass(rules -> taken.add(rules.revisions()));

    assertEquals(List.of(Map.of("shop", 1L)), taken);
  }
}
