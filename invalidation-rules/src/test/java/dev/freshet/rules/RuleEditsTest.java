// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.rule.RuleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleEditsTest {
  private static final String TEXT =
      """
      # kept
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: o}
      rules:
        - id: written       # kept too
          event: a
          invalidate: [{all: true}]
          mode: "shadow"    # and this
        - id: block
          event: a
          invalidate: [{all: true}]
        - {id: flow, event: a, invalidate: [{all: true}]}
      """;

  private static final RuleSource SOURCE = new RuleSource("shop", "shop.yaml", 1, TEXT);

  @Test
  void shouldReplaceTheModeAlone() {
    Optional<String> edited = RuleEdits.withMode(SOURCE, "written", Mode.ENFORCE);

    assertEquals(Optional.of(TEXT.replace("\"shadow\"", "enforce")), edited);
  }

  @Test
  void shouldGiveAModeToARuleThatHasNone() {
    for (String rule : List.of("block", "flow")) {
      String edited = RuleEdits.withMode(SOURCE, rule, Mode.SHADOW).orElseThrow();

      var files = RuleBook.compile(List.of(new RuleSource("shop", "shop.yaml", 2, edited))).files();
      List<RuleDefinition> rules = files.get(0).rules();
      assertEquals(3, rules.size(), edited);
      for (RuleDefinition found : rules) {
        boolean shadow = found.id().text().equals(rule) || found.id().text().equals("written");
        assertEquals(shadow ? Mode.SHADOW : Mode.ENFORCE, found.mode(), edited);
      }
    }
  }

  @Test
  void shouldEditSeveralRulesAtOnce() {
    String edited = RuleEdits.withMode(SOURCE, Set.of("written", "flow", "other"), Mode.OFF);

    assertEquals(
        TEXT.replace("\"shadow\"", "off").replace("{id: flow", "{mode: off, id: flow"), edited);
    assertEquals(TEXT, RuleEdits.withMode(SOURCE, Set.of(), Mode.OFF));
  }

  @Test
  void shouldFindNoRuleThatIsNotThere() {
    assertEquals(Optional.empty(), RuleEdits.withMode(SOURCE, "other", Mode.OFF));
    RuleSource broken = new RuleSource("b", "b.yaml", 1, "kind: [");
    assertEquals(Optional.empty(), RuleEdits.withMode(broken, "other", Mode.OFF));
  }
}
