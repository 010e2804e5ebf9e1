// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.RandomConditions;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.condition.ConditionTrace.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** An explanation says of every rule what a match says. */
class ExplainAgreesPropertyTest {
  private static final String HEAD =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: s, owner: o}
      regions: [{name: r, key: "r:{a}:{b}", ttl: 1m, tags: ["x:{a}"]}]
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: s, owner: o}
      rules:
      """;

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldSayWhatAMatchSays(
      @ForAll("rules") @Size(min = 1, max = 4) List<String> rules,
      @ForAll("types") String type,
      @ForAll("data") Map<String, Object> data,
      @ForAll("times") Instant at) {
    RuleBook book = book(rules);
    DomainEvent event = DomainEvent.of("1", "/s", type, data);

    Explanation explanation = book.explain(event, at);

    MatchResult match = book.match(event, at);
    assertEquals(rules.size(), explanation.rules().size());
    for (RuleExplanation one : explanation.rules()) {
      check(
          one,
          match.outcomes().stream()
              .filter(outcome -> outcome.rule().id().equals(one.rule().id()))
              .toList());
    }
    assertEquals(explanation.failed(), !match.failures().isEmpty());
  }

  private static void check(RuleExplanation one, List<Outcome> outcomes) {
    Verdict verdict = one.verdict();
    List<Outcome.Failed> failures =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(Outcome.Failed.class::cast)
            .toList();
    if (!failures.isEmpty()) {
      Verdict.Failed failed = assertInstanceOf(Verdict.Failed.class, verdict);
      assertEquals(
          failures.stream().map(f -> f.location() + start(f.reason())).toList(),
          failed.failures().stream().map(f -> f.location() + start(f.reason())).toList());
      assertEquals(outcomes.size() > failures.size(), !failed.targets().isEmpty());
      assertTrue(failed.reasons().stream().allMatch(r -> r.result() == Result.ERROR));
    } else if (outcomes.size() == 1) {
      Outcome.Invalidates invalidates = (Outcome.Invalidates) outcomes.get(0);
      Verdict.Match match = assertInstanceOf(Verdict.Match.class, verdict);
      assertEquals(invalidates.targets(), match.targets());
      assertEquals(invalidates.widened().size(), match.widened().size());
    } else {
      assertEquals(List.of(), outcomes);
      assertFalse(verdict instanceof Verdict.Match || verdict instanceof Verdict.Failed);
      if (verdict instanceof Verdict.ConditionFalse no) {
        assertFalse(no.reasons().isEmpty());
        assertTrue(no.reasons().stream().noneMatch(r -> r.result() == Result.ERROR));
      }
    }
  }

  /** Long reasons are shown in short. */
  private static String start(String reason) {
    return reason.substring(0, Math.min(100, reason.length()));
  }

  private static RuleBook book(List<String> rules) {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < rules.size(); i++) {
      text.append("  - {id: r").append(i).append(", ").append(rules.get(i)).append("}\n");
    }
    return RuleBook.compile(List.of(new RuleSource("s", "s.yaml", 1, text.toString()))).orThrow();
  }

  @Provide
  Arbitrary<List<String>> rules() {
    Arbitrary<String> event = Arbitraries.of("t", "t.*", "t.u", "t.u.*", "tt");
    Arbitrary<String> when =
        RandomConditions.conditions()
            .map(text -> "when: \"" + text.replace("\n", "\\n") + "\", ")
            .optional(0.8)
            .map(text -> text.orElse(""));
    Arbitrary<String> settings =
        Arbitraries.of("", "", "mode: off, ", "mode: shadow, ", "expires: 2026-01-01, ")
            .flatMap(one -> Arbitraries.of(one, one + "onMissing: widen, "));
    Arbitrary<String> outputs =
        Arbitraries.of(
                "{region: r}", "{key: 'r:{a}:{b}'}", "{pattern: 'r:{c}:*'}", "{tag: 'x:{d}'}")
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(list -> list.stream().collect(Collectors.joining(", ", "[", "]")));
    return Combinators.combine(event, when, settings, outputs)
        .as((type, text, set, out) -> "event: " + type + ", " + text + set + "invalidate: " + out)
        .list();
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of("t", "t.u", "t.u.v", "tt", "t.x");
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.of("2026-01-01T23:59:59.999Z", "2026-01-02T00:00:00Z").map(Instant::parse);
  }

  @Provide
  Arbitrary<Map<String, Object>> data() {
    return RandomConditions.data();
  }
}
