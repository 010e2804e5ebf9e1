// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.DomainEvent;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.explain.ExplainText.Detail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final RuleBook SHIPPED = RuleBook.compile(ShippedRules.load()).orThrow();
  private static final Map<String, Object> REFUND =
      Map.of("userId", 42L, "billId", "b", "amount", 0L);

  @Test
  void shouldTellMatchFromFailureFromNeither() {
    Explanation match = explain("payment.refunded", REFUND);
    Explanation failure = explain("payment.refunded", Map.of("userId", 42L));
    Explanation neither = explain("payment.unheard", REFUND);

    assertTrue(match.matched() && !match.failed());
    assertTrue(failure.failed() && !failure.matched());
    assertTrue(!neither.failed() && !neither.matched());
  }

  @Test
  void shouldSayWhichValueDecided() {
    String text = render(explain("payment.refunded", REFUND));

    String line =
        "(?s).*NO MATCH   payment/payment-refunded-revenue  because data\\.amount > 0 was false at"
            + " rules/payment\\.yaml:\\d+:11 \\(data\\.amount = 0\\)\n.*";
    assertTrue(text.matches(line), text);
    assertTrue(text.contains("payment.refunded, event 1: 1 of 2 rules matches; "), text);
  }

  @Test
  void shouldOfferTheNearestTypeIfNoRuleIsForTheEvent() {
    int rules = SHIPPED.explain(event("x", Map.of()), AT).rules().size();

    assertEquals(
        "payment.refnded, event 1: no rule is for this event; "
            + rules
            + " are for other events; did you mean `payment.refunded`?\n",
        render(explain("payment.refnded", REFUND)));
  }

  @Test
  void shouldKeepOneRuleByItsIdOrItsWholeName() {
    Explanation all = explain("payment.refunded", REFUND);

    assertEquals(1, all.only("payment-refunded").rules().size());
    assertEquals(1, all.only("payment/payment-refunded-revenue").rules().size());
    assertFalse(all.only("payment/payment-refunded-revenue").matched());
    assertEquals(List.of(), all.only("billing/payment-refunded").rules());
  }

  @Test
  void shouldWriteSeveralExplanationsAsOneArray() throws JsonProcessingException {
    List<Explanation> two =
        List.of(explain("payment.refunded", REFUND), explain("payment.unheard", REFUND));

    JsonNode array = new ObjectMapper().readTree(ExplainJson.render(two, false));

    assertEquals(2, array.size());
    assertEquals(2, array.get(0).get("rules").size());
    assertEquals(0, array.get(1).get("rules").size());
    assertEquals(two.get(1).rules().size(), array.get(1).get("otherRules").intValue());
  }

  @Test
  void shouldNotAskRulesForOtherEventsWhy() {
    StringBuilder text =
        new StringBuilder(
            "apiVersion: freshet.dev/v1\nkind: InvalidationRules\nmetadata: {name: s, owner: o}\nrules:\n");
    for (int i = 0; i < 200; i++) {
      text.append("  - {id: r").append(i).append(", event: e").append(i);
      text.append(", when: data.x > 0, invalidate: [{all: true}]}\n");
    }
    RuleBook book =
        RuleBook.compile(List.of(new RuleSource("s", "s.yaml", 1, text.toString()))).orThrow();

    Explanation explanation = book.explain(event("e7", Map.of("x", 1L)), AT);

    assertEquals(1, explanation.concerned().size());
    assertEquals(
        1, explanation.rules().stream().filter(one -> !one.predicates().isEmpty()).count());
  }

  private static String render(Explanation explanation) {
    return ExplainText.render(explanation, Detail.SHORT);
  }

  private static Explanation explain(String type, Map<String, Object> data) {
    return SHIPPED.explain(event(type, data), AT);
  }

  private static DomainEvent event(String type, Map<String, Object> data) {
    return DomainEvent.of("1", "/s", type, data);
  }
}
