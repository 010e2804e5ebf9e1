// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.rule.Rate;
import dev.freshet.rules.rule.RuleDefinition.Timing;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - {name: cart, key: "cart:{userId}", ttl: 1m, tags: ["user:{userId}"]}
        - {name: session, key: "session:{sessionId}:{userId}", ttl: 1m}
      ---
      """;

  @Test
  void shouldGiveOutcomesInTheOrderOfTheRules() {
    RuleBook book =
        book(
            """
            - {id: by-prefix, event: shop.*, invalidate: [{region: cart}]}
            - {id: exact, event: shop.order.placed, invalidate: [{all: true}]}
            - {id: narrow-prefix, event: shop.order.*, invalidate: [{tag: "user:{userId}"}]}
            - {id: other, event: shop.order, invalidate: [{region: session}]}
            """);

    assertEquals(
        List.of("by-prefix", "exact", "narrow-prefix"),
        ruleIds(book.match(event("shop.order.placed", Map.of("userId", 1L)))));
    assertEquals(
        List.of("by-prefix", "narrow-prefix"),
        ruleIds(book.match(event("shop.order.x", Map.of("userId", 1L)))));
    assertEquals(List.of("by-prefix", "other"), ruleIds(book.match(event("shop.order", Map.of()))));
    assertEquals(List.of(), ruleIds(book.match(event("shopping", Map.of()))));
    assertEquals(List.of(), ruleIds(book.match(event("shop", Map.of()))));
  }

  @Test
  void shouldKeepOtherTargetsWhenOneOutputFails() {
    RuleBook book =
        book(
            """
            - id: r
              event: e
              invalidate:
                - key: cart:{userId}
                - tag: user:{data.user.id}
                - region: session
            """);

    MatchResult result = book.match(event("e", Map.of("userId", 7L)));

    assertEquals(
        List.of("k|cart:7", "r|session"),
        result.targets(Mode.ENFORCE).stream().map(Target::text).toList());
    assertEquals(
        List.of(
            "shop.yaml:16:19: rule shop/r: {data.user.id} reads data.user.id, which the event"
                + " lacks"),
        result.failures().stream().map(Outcome.Failed::message).toList());
  }

  @Test
  void shouldRefuseAFractionInAKeyWithoutShowingIt() {
    RuleBook book = book("- {id: r, event: e, invalidate: [{key: \"cart:{userId}\"}]}");

    MatchResult result = book.match(event("e", Map.of("userId", 1.25)));

    assertEquals(
        List.of(
            "{userId} reads data.userId: found a Double, expected a string, an integer, a boolean,"
                + " a UUID or an enum"),
        result.failures().stream().map(Outcome.Failed::reason).toList());
  }

  @Test
  void shouldReadAttributesOfTheEvent() {
    RuleBook book =
        book(
            """
            - id: r
              event: e
              invalidate:
                - tag: "user:{event.subject}"
                - tag: "user:{event.tenant}"
                - tag: "user:{event.time}"
                - tag: "user:{event.id}"
                - tag: "user:{event.source}"
                - tag: "user:{event.type}"
            """);
    Instant time = Instant.parse("2026-11-20T10:15:30Z");

    MatchResult result =
        book.match(new DomainEvent("1", "/s", "e", "a b", time, Map.of("tenant", "t:1"), Map.of()));

    assertEquals(
        List.of(
            "t|user:a%20b",
            "t|user:t%3A1", "t|user:2026-11-20T10%3A15%3A30Z", "t|user:1", "t|user:/s", "t|user:e"),
        result.targets(Mode.ENFORCE).stream().map(Target::text).toList());
    assertEquals(3, book.match(event("e", Map.of())).failures().size());
  }

  @Test
  void shouldSeparateModes() {
    RuleBook book =
        book(
            """
            - {id: a, event: e, invalidate: [{region: cart}, {region: cart}], mode: shadow}
            - {id: b, event: e, invalidate: [{region: cart}, {region: session}]}
            - {id: c, event: e, invalidate: [{all: true}], mode: off}
            - {id: d, event: e, invalidate: [{region: cart}], mode: enforce}
            """);

    MatchResult result = book.match(event("e", Map.of()));

    assertEquals(List.of("a", "b", "d"), ruleIds(result));
    assertEquals(
        List.of(List.of("r|cart"), List.of("r|cart", "r|session"), List.of("r|cart")),
        result.outcomes().stream()
            .map(outcome -> ((Outcome.Invalidates) outcome).targets())
            .map(targets -> targets.stream().map(Target::text).toList())
            .toList());
    assertEquals(1, result.targets(Mode.SHADOW).size());
    assertEquals(2, result.targets(Mode.ENFORCE).size());
  }

  @Test
  void shouldReportAFailingConditionAtItsPlaceAndGoOn() {
    RuleBook book =
        book(
            """
            - {id: zero, event: e, when: "data.n / (data.n - data.n) > 1", invalidate: [{all: true}]}
            - id: missing
              event: e
              when: >
                event.type == 'e' &&
                data.nothing > 1
              invalidate: [{all: true}]
            - {id: text, event: e, when: data.s, invalidate: [{all: true}]}
            - {id: good, event: e, when: data.n > 0, invalidate: [{region: cart}]}
            - {id: no, event: e, when: data.n < 0, invalidate: [{all: true}]}
            """);

    MatchResult result = book.match(event("e", Map.of("n", 5L, "s", "yes")));

    assertEquals(
        List.of(
            "shop.yaml:12:40: rule shop/zero: condition: division by zero",
            "shop.yaml:17:11: rule shop/missing: condition: key 'nothing' is not present in map.",
            "shop.yaml:19:32: rule shop/text: condition: found a value of type String, expected"
                + " true or false"),
        result.failures().stream().map(Outcome.Failed::message).toList());
    assertEquals(
        List.of("r|cart"), result.targets(Mode.ENFORCE).stream().map(Target::text).toList());
  }

  @Test
  void shouldCarryTheRevisionInOutcomes() {
    RuleSource source =
        new RuleSource(
            "shop", "shop.yaml", 17, rules("- {id: r, event: e, invalidate: [{region: cart}]}"));

    MatchResult result = RuleBook.compile(List.of(source)).orThrow().match(event("e", Map.of()));

    assertEquals(
        new Outcome.RuleRef("shop", "r", 17, Mode.ENFORCE), result.outcomes().get(0).rule());
  }

  @Test
  void shouldScanForAPatternThatFitsNoRegion() {
    RuleBook book =
        RuleBook.compile(
                List.of(
                    source(
                        "shop",
                        rules(
                            "- {id: r, event: e, invalidate:"
                                + " [{pattern: 'old*:{userId}:*', scan: true}]}"))))
            .orThrow();

    assertEquals(
        List.of("s|old*:4%2A2:*"),
        book.match(event("e", Map.of("userId", "4*2"))).targets(Mode.ENFORCE).stream()
            .map(Target::text)
            .toList());
  }

  @Test
  void shouldRefuseAScanThatAnEventMakesTooLong() {
    RuleBook book =
        RuleBook.compile(
                List.of(
                    source(
                        "shop",
                        rules(
                            "- {id: r, event: e, invalidate: [{pattern: '*:{userId}', scan:"
                                + " true}]}"))))
            .orThrow();

    MatchResult result = book.match(event("e", Map.of("userId", "x".repeat(999))));

    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, result.outcomes().get(0));
    assertTrue(
        failed
            .message()
            .endsWith("the pattern becomes 1001 characters long, expected at most 1000"),
        failed.message());
  }

  @Test
  void shouldMatchUntilTheDayOfExpiryIsOver() {
    RuleBook book = book("- {id: r, event: e, expires: 2027-01-31, invalidate: [{region: cart}]}");

    Instant lastMoment = Instant.parse("2027-01-31T23:59:59.999Z");
    assertEquals(List.of("r"), ruleIds(book.match(event("e", Map.of()), lastMoment)));
    Instant midnight = Instant.parse("2027-02-01T00:00:00Z");
    assertEquals(List.of(), ruleIds(book.match(event("e", Map.of()), midnight)));
    assertEquals(List.of("r"), ruleIds(book.match(event("e", Map.of()))));
  }

  @Test
  void shouldSayHowCommandsAreSent() {
    RuleBook book =
        book(
            """
            - {id: plain, event: e, invalidate: [{region: cart}]}
            - id: bounded
              event: e
              coalesce: 200ms
              repeatAfter: 5s
              limits: {commandsPerSecond: 100, burst: 7}
              invalidate: [{region: cart}]
            - {id: as-many, event: e, limits: {commandsPerSecond: 3}, invalidate: [{all: true}]}
            """);

    List<Delivery> deliveries =
        book.match(event("e", Map.of())).outcomes().stream()
            .map(outcome -> ((Outcome.Invalidates) outcome).delivery())
            .toList();

    assertEquals(Delivery.AT_ONCE, deliveries.get(0));
    Timing timing = new Timing(Duration.ofMillis(200), Duration.ofSeconds(5));
    assertEquals(timing, deliveries.get(1).timing());
    assertEquals(new Rate(100, 7), requireNonNull(deliveries.get(1).bound()).rate());
    assertEquals(new Rate(3, 3), requireNonNull(deliveries.get(2).bound()).rate());
  }

  @Test
  void shouldUseRegionsOfOtherSets() {
    RuleSource shop = source("shop", REGIONS);
    RuleSource other =
        source(
            "other",
            """
            apiVersion: freshet.dev/v1
            kind: InvalidationRules
            metadata: {name: other, owner: o}
            rules:
              - {id: r, event: e, invalidate: [{pattern: "session:*:{userId}"}]}
            """);

    Compilation compilation = RuleBook.compile(List.of(other, shop));

    assertEquals(List.of(), compilation.allIssues());
    assertEquals(
        "[Parameter[region=session, hole=userId, value=3]]",
        compilation
            .book()
            .match(event("e", Map.of("userId", 3L)))
            .targets(Mode.ENFORCE)
            .toString());
  }

  @Test
  void shouldLeaveOutASetWithErrorsAndKeepTheOthers() {
    RuleSource good = source("shop", rules("- {id: r, event: e, invalidate: [{region: cart}]}"));
    RuleSource bad = source("bad", "kind: Nonsense");

    Compilation compilation = RuleBook.compile(List.of(bad, good));

    assertEquals(List.of(good), compilation.book().sources());
    assertEquals(List.of("bad"), List.copyOf(compilation.issues().keySet()));
    assertTrue(compilation.hasErrors());
    var error = assertThrows(InvalidRuleFileException.class, compilation::orThrow);
    assertEquals(compilation.allIssues(), error.issues());
    assertEquals(1, compilation.book().match(event("e", Map.of())).outcomes().size());
  }

  @Test
  void shouldBlameTheLaterOfTwoSetsWithOneRegion() {
    RuleSource first = source("shop", REGIONS);
    RuleSource second = source("copy", REGIONS.replace("name: shop", "name: copy"));

    Compilation compilation = RuleBook.compile(List.of(first, second));

    assertEquals(List.of(first), compilation.book().sources());
    assertEquals(
        List.of(
            "copy.yaml:5:12: error[R030] region `cart` is declared twice, first at shop.yaml:5:12",
            "copy.yaml:6:12: error[R030] region `session` is declared twice, first at"
                + " shop.yaml:6:12"),
        compilation.allIssues().stream().map(Issue::toString).toList());
  }

  @Test
  void shouldRefuseTwoSourcesOfOneSet() {
    RuleSource one = source("shop", REGIONS);
    RuleSource two = new RuleSource("shop", "again.yaml", 2, rules(""));

    Compilation compilation = RuleBook.compile(List.of(one, two));

    assertEquals(List.of(one), compilation.book().sources());
    assertTrue(
        compilation.allIssues().stream().anyMatch(issue -> issue.code().code().equals("R041")));
  }

  @Test
  void shouldNeverThrowForWhatAnEventHolds() {
    RuleBook book =
        book(
            """
            - {id: r, event: e, when: "data.a == data.b", invalidate: [{key: "cart:{a}"}]}
            - {id: s, event: e, when: "data.a.size() > 3", invalidate: [{key: "cart:{a.b.c}"}]}
            """);
    Object[] values = {
      1L, 2.5, "x", true, Instant.EPOCH, List.of(1L), Map.of("b", 1L), new Object()
    };

    for (Object a : values) {
      Map<String, @Nullable Object> data = new HashMap<>();
      data.put("a", a);
      data.put("b", null);
      book.match(event("e", data))
          .outcomes()
          .forEach(outcome -> assertEquals("shop", outcome.rule().ruleSet()));
    }
  }

  private static List<String> ruleIds(MatchResult result) {
    return result.outcomes().stream().map(outcome -> outcome.rule().id()).toList();
  }

  private static RuleBook book(String rules) {
    return RuleBook.compile(List.of(source("shop", rules(rules)))).orThrow();
  }

  /** Rules behind the regions; the first rule stands on line 12. */
  private static String rules(String rules) {
    return REGIONS
        + """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: shop, owner: shop-team}
        rules:
        """
        + rules.indent(2);
  }

  private static RuleSource source(String name, String text) {
    return new RuleSource(name, name + ".yaml", 1, text);
  }

  private static DomainEvent event(String type, Map<String, @Nullable Object> data) {
    return DomainEvent.of("1", "/test", type, data);
  }
}
