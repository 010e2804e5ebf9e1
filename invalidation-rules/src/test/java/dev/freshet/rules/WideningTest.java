// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Mode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {
  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - {name: cart, key: "cart:{user}", ttl: 1m, tags: ["user:{user}"]}
        - {name: order, key: "order:{shop}:{user}:{id}", ttl: 1m, tags: ["user:{user}"]}
        - {name: eu-order, key: "order:eu:{user}:{id}", ttl: 1m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        // All there: exactly what is written.
        "key: 'order:{shop}:{user}:{id}' => shop user id => 0 => k|order:s:u:i",
        // One hole is open: the first that can be filled, in every region that has such keys.
        "key: 'order:{shop}:{user}:{id}' => user id => 1 => p|order|user=u",
        "key: 'order:{shop}:{user}:{id}' => shop id => 1 => p|order|shop=s",
        "key: 'order:{shop}:{user}:{id}' => id => 1 => p|order|id=i",
        "key: 'order:{shop}:{user}:{id}' => '' => 1 => r|order",
        // Both regions have such keys; values of the event come before fixed text.
        "key: 'order:eu:{user}:{id}' => user => 1 => p|order|user=u p|eu-order|user=u",
        "key: 'order:eu:{user}:{id}' => '' => 1 => p|order|shop=eu r|eu-order",
        "key: 'cart:{user}' => '' => 1 => r|cart",
        "tag: 'user:{user}' => user => 0 => t|user:u",
        "tag: 'user:{user}' => '' => 1 => r|cart r|order",
        "pattern: 'order:*:{user}:*' => user => 0 => p|order|user=u p|eu-order|user=u",
        "pattern: 'order:*:{user}:*' => '' => 2 => r|order r|eu-order",
        "pattern: 'order:{shop}:{user}:{id}' => id => 1 => p|order|id=i",
        "region: cart => '' => 0 => r|cart",
      })
  void shouldInvalidateTheNextWiderTarget(
      String output, String given, int widened, String expected) {
    RuleBook book = book("{" + output + "}");

    Outcome.Invalidates outcome = invalidates(book, event(given));

    assertEquals(List.of(expected.split(" ", -1)), texts(outcome.targets()));
    assertEquals(widened, outcome.widened().size());
  }

  @Test
  void shouldSayWhichHoleWasWidenedToWhat() {
    RuleBook book = book("{key: 'cart:{user}'}, {key: 'order:{shop}:{user}:{id}'}");

    Outcome.Invalidates outcome = invalidates(book, event("shop id"));

    assertEquals(List.of("r|cart", "p|order|shop=s"), texts(outcome.targets()));
    assertEquals(
        List.of(
            "shop.yaml:13:66 {user} reads data.user, which the event lacks [r|cart]",
            "shop.yaml:13:96 {user} reads data.user, which the event lacks [p|order|shop=s]"),
        outcome.widened().stream()
            .map(one -> one.location() + " " + one.reason() + " " + texts(one.targets()))
            .toList());
  }

  @Test
  void shouldTakeNullForMissingButFailOnAValueThatIsNoKey() {
    RuleBook book = book("{key: 'cart:{user}'}");
    Map<String, @Nullable Object> nothing = new HashMap<>();
    nothing.put("user", null);

    assertEquals(
        List.of("r|cart"),
        texts(invalidates(book, DomainEvent.of("1", "/s", "e", nothing)).targets()));
    MatchResult fraction = book.match(DomainEvent.of("1", "/s", "e", Map.of("user", 1.5)));
    assertEquals(1, fraction.failures().size());
    assertEquals(1, fraction.outcomes().size());
  }

  @Test
  void shouldInvalidateATargetOnceHoweverManyHolesLeadToIt() {
    RuleBook book = book("{tag: 'user:{user}'}, {key: 'cart:{user}'}, {region: order}");

    assertEquals(List.of("r|cart", "r|order"), texts(invalidates(book, event("")).targets()));
  }

  @Test
  void shouldFailWithoutWidening() {
    RuleBook book = RuleBook.compile(List.of(source("", "{key: 'cart:{user}'}"))).orThrow();

    assertEquals(1, book.match(event("")).failures().size());
    assertTrue(book.match(event("")).targets(Mode.ENFORCE).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "{key: 'cart:{user}'} => r|cart",
        "{key: 'order:eu:{user}:{id}'} => r|order r|eu-order",
        "{pattern: 'order:*'}, {region: cart} => r|order r|eu-order r|cart",
        "{tag: 'user:{user}'}, {key: 'cart:{user}'} => *",
        "{pattern: 'x*', scan: true} => *",
        "{all: true} => *",
      })
  void shouldBoundARuleToWhatCoversAllItCanInvalidate(String outputs, String expected) {
    RuleBook book =
        RuleBook.compile(List.of(source("limits: {commandsPerSecond: 1}", outputs))).orThrow();

    Delivery delivery = invalidates(book, event("user id shop")).delivery();

    assertEquals(
        List.of(expected.split(" ", -1)),
        texts(Objects.requireNonNull(delivery.bound()).instead()));
  }

  private static RuleBook book(String outputs) {
    return RuleBook.compile(List.of(source("onMissing: widen", outputs))).orThrow();
  }

  private static RuleSource source(String setting, String outputs) {
    String rule = "  - {id: r, event: e, " + (setting.isEmpty() ? "" : setting + ", ");
    return new RuleSource(
        "shop", "shop.yaml", 1, REGIONS + rule + "invalidate: [" + outputs + "]}");
  }

  private static Outcome.Invalidates invalidates(RuleBook book, DomainEvent event) {
    List<Outcome> outcomes = book.match(event).outcomes();
    assertEquals(1, outcomes.size());
    return assertInstanceOf(Outcome.Invalidates.class, outcomes.get(0));
  }

  /** An event with some of the fields; the value of each is its first letter. */
  private static DomainEvent event(String fields) {
    Map<String, @Nullable Object> data = new HashMap<>();
    for (String field : fields.split(" ", -1)) {
      if (!field.isEmpty()) {
        data.put(field, field.substring(0, 1));
      }
    }
    return DomainEvent.of("1", "/s", "e", data);
  }

  private static List<String> texts(List<Target> targets) {
    return targets.stream().map(Target::text).toList();
  }
}
