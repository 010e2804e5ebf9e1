// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoveringSampleTest {
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: pay, owner: o}
      regions:
        - {name: history, key: "history:{userId}", ttl: 1h}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: pay, owner: o}
      rules:
        - {id: any, event: pay.paid, invalidate: [{key: "history:{userId}"}]}
        - {id: much, event: pay.paid, when: data.amount > 10, invalidate: [{region: history}]}
        - id: widens
          event: pay.undone
          onMissing: widen
          invalidate: [{key: "history:{userId}"}]
      """;

  private final RuleBook book =
      RuleBook.compile(List.of(new RuleSource("pay", "pay.yaml", 0, RULES))).orThrow();

  @Test
  void shouldTakeOneOfEachTypeAndReactionFirst() {
    CoveringSample sample = new CoveringSample(5, book::match);
    for (int i = 0; i < 100; i++) {
      sample.offer(event("few" + i, "pay.paid", Map.of("userId", (long) i, "amount", 1L)));
    }
    sample.offer(event("much", "pay.paid", Map.of("userId", 1L, "amount", 11L)));
    sample.offer(event("fails", "pay.paid", Map.of("amount", 1L)));
    sample.offer(event("other", "cart.filled", Map.of()));

    assertEquals(List.of("few0", "few1", "much", "fails", "other"), ids(sample));
    assertEquals(4, sample.kinds());
    assertEquals(103, sample.seen());
    assertEquals(0, sample.kindsLeftOut());
  }

  @Test
  void shouldTakeAsManyOfEachKindAsThereIsRoom() {
    CoveringSample sample = new CoveringSample(7, book::match);
    for (int i = 0; i < 10; i++) {
      sample.offer(event("a" + i, "a", Map.of()));
      sample.offer(event("b" + i, "b", Map.of()));
    }
    sample.offer(event("c0", "c", Map.of()));

    assertEquals(List.of("a0", "a1", "a2", "b0", "b1", "b2", "c0"), ids(sample));
  }

  @Test
  void shouldTellTheEventsThatWidenFromThoseThatDoNot() {
    CoveringSample sample = new CoveringSample(2, book::match);
    sample.offer(event("u1", "pay.undone", Map.of("userId", 1L)));
    sample.offer(event("u2", "pay.undone", Map.of("userId", 2L)));
    sample.offer(event("wide", "pay.undone", Map.of()));

    assertEquals(List.of("u1", "wide"), ids(sample));
  }

  @Test
  void shouldCountKindsThatHaveNoRoom() {
    CoveringSample sample = new CoveringSample(2, book::match);
    for (String type : List.of("a", "b", "c", "d", "c", "d")) {
      sample.offer(event(type, type, Map.of()));
    }

    assertEquals(List.of("a", "b"), ids(sample));
    assertEquals(2, sample.kindsLeftOut());
  }

  @Test
  void shouldTakeAllIfThereAreFew() {
    CoveringSample sample = new CoveringSample(20, book::match);
    sample.offer(event("a0", "a", Map.of()));
    sample.offer(event("a1", "a", Map.of()));

    assertEquals(List.of("a0", "a1"), ids(sample));
  }

  private static DomainEvent event(String id, String type, Map<String, Object> data) {
    return DomainEvent.of(id, "/test", type, data);
  }

  private static List<String> ids(CoveringSample sample) {
    return sample.events().stream().map(DomainEvent::id).toList();
  }
}
