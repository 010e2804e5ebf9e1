// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.byhand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.rule.OutputDefinition.Kind;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.target.RegionShape;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetResolverTest {
  private final TargetResolver resolver =
      new TargetResolver(
          List.of(
              region("session", "session:{sessionId}:{userId}", "user:{userId}"),
              region("payment:history", "payment:history:{userId}")));

  private static RegionShape region(String name, String key, String... tags) {
    return RegionShape.of(
        name, Template.parse(key), List.of(tags).stream().map(Template::parse).toList());
  }

  @Test
  void shouldFindTargetsOfEachKind() {
    assertEquals(Set.of("k|payment:history:42"), texts(Kind.KEY, "payment:history:42"));
    assertEquals(Set.of("t|user:42"), texts(Kind.TAG, "user:42"));
    assertEquals(Set.of("r|session"), texts(Kind.REGION, "session"));
    assertEquals(Set.of("*"), texts(Kind.ALL, "true"));
    assertEquals(Set.of("s|legacy*42"), texts(Kind.SCAN, "legacy*42"));
  }

  @Test
  void shouldRewritePatternsAsThoseOfRules() {
    assertEquals(Set.of("p|session|userId=42"), texts(Kind.PATTERN, "session:*:42"));
    assertEquals(Set.of("r|session"), texts(Kind.PATTERN, "session:*"));
    assertEquals(Set.of("k|session:abc:42"), texts(Kind.PATTERN, "session:abc:42"));
  }

  @Test
  void shouldSayWhichRegionsAreCovered() {
    assertEquals(
        List.of(new Target.Region("session")),
        resolver.resolve(Kind.PATTERN, "session:*:42", "here").covering());
    assertEquals(List.of(Target.ALL), resolver.resolve(Kind.TAG, "user:42", "here").covering());
  }

  @Test
  void shouldRefuseWithTheCodesOfRules() {
    assertEquals(IssueCode.UNALIGNED, onlyIssue(Kind.KEY, "sesion:abc:42").code());
    assertEquals(IssueCode.UNALIGNED, onlyIssue(Kind.PATTERN, "legacy:*").code());
    assertEquals(IssueCode.UNKNOWN_REGION, onlyIssue(Kind.REGION, "sesion").code());
    assertEquals(IssueCode.MISPLACED_STAR, onlyIssue(Kind.KEY, "session:*:42").code());
    assertEquals(IssueCode.MISPLACED_STAR, onlyIssue(Kind.PATTERN, "*").code());
    assertEquals(IssueCode.MALFORMED_TEMPLATE, onlyIssue(Kind.KEY, "session:}").code());
    assertEquals(IssueCode.MALFORMED_TEMPLATE, onlyIssue(Kind.TAG, "").code());
    assertEquals(IssueCode.INVALID_VALUE, onlyIssue(Kind.SCAN, "x".repeat(1_001)).code());
  }

  @Test
  void shouldRefuseHolesForThereIsNoEvent() {
    Issue issue = onlyIssue(Kind.PATTERN, "session:*:{userId}");

    assertEquals(IssueCode.UNKNOWN_FIELD, issue.code());
    assertEquals(11, issue.location().column());
    assertEquals("here", issue.location().file());
  }

  @Test
  void shouldFindTargetOfUndeclaredTagAndWarn() {
    TargetResolver.Resolved found = resolver.resolve(Kind.TAG, "customer:42", "here");

    assertEquals(Set.of(new Target.Tag("customer:42")), found.targets());
    assertEquals(List.of(IssueCode.UNKNOWN_TAG), found.issues().stream().map(Issue::code).toList());
  }

  private Set<String> texts(Kind kind, String text) {
    TargetResolver.Resolved found = resolver.resolve(kind, text, "here");
    assertEquals(List.of(), found.issues());
    return found.targets().stream().map(Target::text).collect(Collectors.toSet());
  }

  private Issue onlyIssue(Kind kind, String text) {
    TargetResolver.Resolved found = resolver.resolve(kind, text, "here");
    assertTrue(found.targets().isEmpty(), found.targets()::toString);
    assertEquals(1, found.issues().size(), found.issues()::toString);
    return found.issues().get(0);
  }
}
