// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.schema.EventTypes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShadowFirstTest {
  private static final String RUNNING =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: o}
      rules:
        - {id: same, event: a, invalidate: [{all: true}]}
        - {id: changed, event: b, invalidate: [{all: true}]}
      """;

  private static final String WRITTEN =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: o}
      rules:
        - {id: same, event: a, invalidate: [{all: true}]}
        - {id: changed, event: c, invalidate: [{all: true}]} # more of it
        - id: new # kept
          event: d
          invalidate: [{all: true}]
        - {id: watched, event: e, mode: shadow, invalidate: [{all: true}]}
      """;

  private static final String EXPECTED =
      WRITTEN
          .replace("{id: changed,", "{mode: shadow, id: changed,")
          .replace("- id: new # kept", "- mode: shadow\n    id: new # kept");

  @Test
  void shouldPutNewAndChangedRulesInShadowModeAlone() {
    ShadowFirst shadow = ShadowFirst.of(proposal(List.of(revision(RUNNING)), WRITTEN));

    assertEquals(EXPECTED, shadow.sets().get(0).text());
    assertEquals(Set.of("shop/changed", "shop/new"), shadow.rules());
    assertEquals(
        """
        in shadow mode: shop/changed (enforced today: invalidates nothing until it is promoted)
        in shadow mode: shop/new
        """,
        shadow.toText());
  }

  @Test
  void shouldPutAllRulesOfANewSetInShadowMode() {
    ShadowFirst shadow = ShadowFirst.of(proposal(List.of(), RUNNING));

    assertEquals(Set.of("shop/same", "shop/changed"), shadow.rules());
    assertEquals(Set.of(), shadow.suspended());
  }

  @Test
  void shouldComeToTheSameTextWhenItIsAppliedAgain() {
    ShadowFirst shadow = ShadowFirst.of(proposal(List.of(revision(EXPECTED)), WRITTEN));

    assertEquals(EXPECTED, shadow.sets().get(0).text());
    assertEquals(Set.of(), shadow.suspended());
  }

  @Test
  void shouldFindNothingWhereNoRuleIsNewOrDifferent() {
    String comment = RUNNING.replace("rules:", "rules: # all");

    ShadowFirst shadow = ShadowFirst.of(proposal(List.of(revision(RUNNING)), comment));

    assertTrue(shadow.rules().isEmpty(), shadow::toText);
    assertEquals(comment, shadow.sets().get(0).text());
  }

  private static Proposal proposal(List<RuleSetRevision> current, String text) {
    return Proposal.of(
        current, List.of(new RuleSource("shop", "shop.yaml", 0, text)), EventTypes.NONE);
  }

  private static RuleSetRevision revision(String yaml) {
    return new RuleSetRevision("shop", 1L, "", "ann", "", 0L, yaml, null, null, false);
  }
}
