// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookUpdateTest {
  private static final RuleSource REGIONS_1 = regions("cart", 1, "cart");
  private static final RuleSource RULES_1 = rules(1, "{region: cart}");

  private final RuleBook running = RuleBook.compile(List.of(REGIONS_1, RULES_1)).orThrow();

  @Test
  void shouldTakeANewRevision() {
    RuleSource next = rules(2, "{all: true}");

    Compilation updated = running.update(List.of(REGIONS_1, next));

    assertEquals(List.of(REGIONS_1, next), updated.book().sources());
    assertFalse(updated.hasErrors());
  }

  @Test
  void shouldKeepTheLastGoodRevisionOfASet() {
    RuleSource broken = rules(2, "{region: unheard-of}");
    RuleSource fresh = regions("stock", 1, "stock");

    Compilation updated = running.update(List.of(REGIONS_1, broken, fresh));

    assertEquals(List.of(REGIONS_1, RULES_1, fresh), updated.book().sources());
    assertEquals(List.of("rules"), List.copyOf(updated.issues().keySet()));
    assertTrue(updated.hasErrors());
  }

  @Test
  void shouldLeaveOutANewSetWithErrors() {
    RuleSource broken = new RuleSource("new", "new.yaml", 1, "a: [");

    Compilation updated = running.update(List.of(broken, REGIONS_1, RULES_1));

    assertEquals(List.of(REGIONS_1, RULES_1), updated.book().sources());
    assertEquals(List.of("new"), List.copyOf(updated.issues().keySet()));
  }

  @Test
  void shouldNotLetANewSetTakeOverARegion() {
    RuleSource thief = regions("aaa", 1, "cart");

    Compilation updated = running.update(List.of(thief, REGIONS_1, RULES_1));

    assertEquals(List.of(REGIONS_1, RULES_1), updated.book().sources());
    assertEquals(List.of("aaa"), List.copyOf(updated.issues().keySet()));
  }

  @Test
  void shouldRefuseARemovalThatBreaksAnotherSet() {
    Compilation updated = running.update(List.of(RULES_1));

    assertSame(running, updated.book());
    assertEquals(List.of("rules"), List.copyOf(updated.issues().keySet()));
  }

  @Test
  void shouldRefuseARevisionThatBreaksAnotherSet() {
    RuleSource renamed = regions("cart", 2, "basket");

    Compilation updated = running.update(List.of(renamed, RULES_1));

    assertSame(running, updated.book());
    assertTrue(updated.hasErrors());
  }

  @Test
  void shouldTakeRevisionsThatFitOnlyTogether() {
    RuleSource renamed = regions("cart", 2, "basket");
    RuleSource adapted = rules(2, "{region: basket}");

    Compilation updated = running.update(List.of(renamed, adapted));

    assertEquals(List.of(renamed, adapted), updated.book().sources());
  }

  @Test
  void shouldRemoveASetThatNobodyNeeds() {
    Compilation updated = running.update(List.of(REGIONS_1));

    assertEquals(List.of(REGIONS_1), updated.book().sources());
  }

  @Test
  void shouldStartFromNothing() {
    Compilation updated = RuleBook.empty().update(List.of(REGIONS_1, RULES_1));

    assertEquals(List.of(REGIONS_1, RULES_1), updated.book().sources());
  }

  @Test
  void shouldStartWithAnEarlierRevisionOfASetWhoseNewestHasErrors() {
    RuleSource broken = rules(3, "{region: unheard-of}");
    RuleSource alsoBroken = rules(2, "{region: unknown}");

    Compilation updated =
        RuleBook.empty()
            .update(
                List.of(REGIONS_1, broken), Map.of("rules", List.of(broken, alsoBroken, RULES_1)));

    assertEquals(List.of(REGIONS_1, RULES_1), updated.book().sources());
    assertEquals(List.of("rules"), List.copyOf(updated.issues().keySet()));
    assertTrue(updated.allIssues().toString().contains("unheard-of"));
  }

  @Test
  void shouldNotFallBackWhileARevisionRuns() {
    RuleSource broken = rules(3, "{region: unheard-of}");
    RuleSource later = rules(2, "{all: true}");

    Compilation updated =
        running.update(List.of(REGIONS_1, broken), Map.of("rules", List.of(later)));

    assertEquals(List.of(REGIONS_1, RULES_1), updated.book().sources());
  }

  @Test
  void shouldNotFallBackToARevisionThatHarmsAnotherSet() {
    RuleSource broken = new RuleSource("new", "new.yaml", 3, "a: [");
    RuleSource thief = regions("new", 2, "cart");
    RuleSource harmless = regions("new", 1, "stock");

    Compilation updated =
        RuleBook.empty()
            .update(List.of(broken, REGIONS_1, RULES_1), Map.of("new", List.of(thief, harmless)));

    assertEquals(List.of(harmless, REGIONS_1, RULES_1), updated.book().sources());
  }

  @Test
  void shouldFallBackForSetsThatNeedEachOther() {
    RuleSource brokenRegions = new RuleSource("cart", "cart.yaml", 2, "a: [");
    RuleSource brokenRules = rules(2, "{region: unheard-of}");

    Compilation updated =
        RuleBook.empty()
            .update(
                List.of(brokenRules, brokenRegions),
                Map.of("cart", List.of(REGIONS_1), "rules", List.of(RULES_1)));

    assertEquals(List.of(RULES_1, REGIONS_1), updated.book().sources());
  }

  private static RuleSource regions(String set, long revision, String region) {
    return new RuleSource(
        set,
        set + ".yaml",
        revision,
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: %s, owner: team}
        regions:
          - {name: %s, key: "%s:{id}", ttl: 1m}
        """
            .formatted(set, region, region));
  }

  private static RuleSource rules(long revision, String output) {
    return new RuleSource(
        "rules",
        "rules.yaml",
        revision,
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: rules, owner: team}
        rules:
          - {id: r, event: e, invalidate: [%s]}
        """
            .formatted(output));
  }
}
