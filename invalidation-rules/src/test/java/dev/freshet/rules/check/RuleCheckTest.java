// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs several files, or settings; the golden files have the rest. */
class RuleCheckTest {
  private static final CheckSettings SETTINGS = CheckSettings.on(LocalDate.of(2026, 11, 20));

  private static CheckReport check(RuleSource... sources) {
    return RuleCheck.check(RuleBook.compile(List.of(sources)), SETTINGS);
  }

  private static RuleSource regions(String name, String owner, String items) {
    String head =
        "apiVersion: freshet.dev/v1\nkind: CacheRegions\nmetadata: {name: %s, owner: %s}\n";
    String text = (head + "regions: [%s]\n").formatted(name, owner, items);
    return new RuleSource(name, name + ".yaml", 0, text);
  }

  private static RuleSource rules(String name, String items) {
    String head =
        "apiVersion: freshet.dev/v1\nkind: InvalidationRules\nmetadata: {name: %s, owner: o}\n";
    return new RuleSource(name, name + ".yaml", 0, (head + "rules: [%s]\n").formatted(name, items));
  }

  private static List<String> lines(CheckReport report) {
    return report.issues().stream().map(Issue::toString).toList();
  }

  @Test
  void shouldFindNothingInTheShippedFiles() {
    CheckReport report = RuleCheck.check(RuleBook.compile(ShippedRules.load()), SETTINGS);

    assertEquals(List.of(), report.issues());
    assertEquals(List.of(), report.suppressed());
    assertEquals(8, report.files().size());
    assertEquals(16, report.rules());
  }

  @Test
  void shouldTakeCollisionsOfTwoOwnersForErrors() {
    RuleSource users = regions("users", "user-team", "{name: user, key: 'user:{id}', ttl: 1m}");
    RuleSource admin = regions("admin", "admin-team", "{name: admin, key: 'user:admin', ttl: 1m}");

    CheckReport report = check(users, admin);

    assertEquals(
        List.of(
            "admin.yaml:4:18: error[R067] keys of `user:admin` can be keys of `user:{id}`, region"
                + " `user` of user-team at users.yaml:4:18"),
        lines(report));
  }

  @Test
  void shouldFindEqualAndRedundantRulesAcrossFiles() {
    RuleSource cart = regions("cart", "o", "{name: cart, key: 'cart:{id}', ttl: 1m}");
    RuleSource one = rules("one", "{id: r, event: a.b, invalidate: [{key: 'cart:{id}'}]}");
    RuleSource two = rules("two", "{id: s, event: a.b, invalidate: [{key: 'cart:{data.id}'}]}");
    RuleSource wide =
        rules("wide", "{id: t, event: a.*, when: 'data.x', invalidate: [{region: cart}]}");

    CheckReport report = check(cart, one, two, wide);

    assertEquals(
        List.of(
            "two.yaml:4:14: warning[R062] rule `s` has the event, condition and outputs of `one/r`"
                + " at one.yaml:4:14"),
        lines(report));
  }

  @Test
  void shouldCompareNoRulesOfAFileThatCannotBeReadInFull() {
    RuleSource cart = regions("cart", "o", "{name: cart, key: 'cart:{id}', ttl: 1m}");
    RuleSource whole = rules("whole", "{id: r, event: a, invalidate: [{key: 'cart:{id}'}]}");
    RuleSource broken =
        rules("broken", "{id: s, event: a, invalidate: [{key: 'cart:{id}'}, {kee: 'other:{id}'}]}");

    CheckReport report = check(cart, whole, broken);

    assertTrue(
        report.issues().stream().allMatch(issue -> issue.location().file().equals("broken.yaml")));
    assertTrue(report.issues().stream().allMatch(Issue::isError), () -> lines(report).toString());
  }

  @Test
  void shouldGoByTheRetentionThatItIsTold() {
    RuleSource cart = regions("cart", "o", "{name: cart, key: 'cart:{id}', ttl: 8d}");
    CheckSettings longer = new CheckSettings(SETTINGS.today(), Duration.ofDays(8), KnownOwners.ANY);

    CheckReport byDefault = check(cart);
    CheckReport told = RuleCheck.check(RuleBook.compile(List.of(cart)), longer);

    assertEquals(1, byDefault.warnings());
    assertEquals(List.of(), told.issues());
    assertThrows(
        IllegalArgumentException.class,
        () -> new CheckSettings(SETTINGS.today(), Duration.ZERO, KnownOwners.ANY));
  }

  @ParameterizedTest
  @CsvSource({
    "@acme, true",
    "@acme/pay-ments.eu, true",
    "pay@acme.example, true",
    "payment-service, false",
    "@acme/a/b, false",
    "'the team', false",
    "'@acme x', false",
    "a@b@c, false",
  })
  void shouldKnowWhatCodeownersCanName(String owner, boolean known) {
    assertEquals(known, KnownOwners.CODEOWNERS.knows(owner));
  }

  @ParameterizedTest
  @CsvSource({
    "@acme/pay, true",
    "@acme/, true",
    "shop, true",
    "shopping, false",
    "@acme, false",
    "x@acme/pay, false",
    "s.p, true",
    "sop, false",
  })
  void shouldKnowTheOwnersThatItIsTold(String owner, boolean known) {
    KnownOwners owners = KnownOwners.of(List.of("@acme/*", "shop", "s.p"));

    assertEquals(known, owners.knows(owner));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void shouldRefuseOwnersWithoutAName(String name) {
    assertThrows(IllegalArgumentException.class, () -> KnownOwners.of(List.of("a", name)));
    assertThrows(IllegalArgumentException.class, () -> KnownOwners.of(List.of()));
  }

  @Test
  void shouldListFilesThatCouldNotBeDecodedFirst() {
    RuleSource cart = regions("cart", "o", "{name: cart, key: 'cart:{id}', ttl: 8d}");
    var unread =
        assertThrows(
            InvalidRuleFileException.class,
            () -> RuleSource.ofUtf8("x", "x.yaml", 0, new byte[] {'a', (byte) 0xff}));

    CheckReport report = check(cart).withUnread(unread.issues());

    assertEquals(List.of("x.yaml", "cart.yaml"), report.files());
    assertEquals(
        List.of(IssueCode.UNREADABLE_TEXT, IssueCode.OUTLIVES_COMMANDS),
        report.issues().stream().map(Issue::code).toList());
  }

  /** The compiler keeps a hundred issues of a file; what comments take out makes no room. */
  @Test
  void shouldKeepEveryFindingHoweverManyAreDisabled() {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      items.append("\n  # rules:disable R066 until 2027-01-01 -- many");
      items.append("\n  {name: r%d, key: 'r%d:{id}', ttl: 30d},".formatted(i, i));
    }
    items.append("\n  {name: last, key: 'last:{id}', ttl: 30d}");

    CheckReport report = check(regions("many", "o", items.toString()));

    assertEquals(150, report.suppressed().size());
    assertEquals(1, report.issues().size());
  }
}
