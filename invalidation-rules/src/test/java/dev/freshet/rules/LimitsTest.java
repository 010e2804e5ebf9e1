// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files that are too much of something are refused with the limit's name. */
class LimitsTest {
  private static final String HEAD =
      "apiVersion: freshet.dev/v1\nkind: %s\nmetadata: {name: big, owner: o}\n%s:\n";

  @Test
  void shouldNameTheLimit() {
    String manyRules =
        repeat(2_001, i -> "  - {id: r" + i + ", event: e, invalidate: [{all: true}]}\n");
    String manyRegions = repeat(1_001, i -> "  - {name: n" + i + ", key: \"n:{a}\", ttl: 1m}\n");
    String manyOutputs =
        "  - {id: r, event: e, invalidate: [" + "{all: true}, ".repeat(101) + "]}\n";
    String manyTags = "  - {name: n, key: k, ttl: 1m, tags: [" + "t, ".repeat(51) + "]}\n";
    String longText = "  - {id: " + "x".repeat(501) + ", event: e, invalidate: [{all: true}]}\n";

    assertEquals(
        limit(Limit.RULES, 2_001), issue(HEAD.formatted("InvalidationRules", "rules") + manyRules));
    assertEquals(
        limit(Limit.REGIONS, 1_001),
        issue(HEAD.formatted("CacheRegions", "regions") + manyRegions));
    assertEquals(
        limit(Limit.OUTPUTS, 101),
        issue(HEAD.formatted("InvalidationRules", "rules") + manyOutputs));
    assertEquals(
        limit(Limit.TAGS, 51), issue(HEAD.formatted("CacheRegions", "regions") + manyTags));
    assertEquals(
        limit(Limit.TEXT_LENGTH, 501),
        issue(HEAD.formatted("InvalidationRules", "rules") + longText));
    assertEquals(limit(Limit.DOCUMENTS, 101), issue("---\n".repeat(200)));
    assertEquals(limit(Limit.NESTING_DEPTH, 21), issue("[".repeat(100_000)));
    assertEquals(limit(Limit.FILE_SIZE, 10_000_000), issue("#".repeat(10_000_000)));
  }

  @Test
  void shouldKeepAHundredIssuesAtMost() {
    String nonsense =
        repeat(1_000, i -> "  - {id: r" + i + ", event: e, invalidate: [{key: \"x:{a}\"}]}\n");

    List<Issue> issues = issues(HEAD.formatted("InvalidationRules", "rules") + nonsense);

    assertEquals(100, issues.size());
    assertTrue(issues.stream().allMatch(issue -> issue.code() == IssueCode.UNALIGNED));
  }

  private static String repeat(int times, java.util.function.IntFunction<String> line) {
    return IntStream.range(0, times).mapToObj(line).collect(Collectors.joining());
  }

  private static String limit(Limit limit, long found) {
    return IssueCode.LIMIT.code() + " " + limit.exceededBy(found);
  }

  private static String issue(String text) {
    Issue first =
        issues(text).stream()
            .filter(issue -> issue.code() == IssueCode.LIMIT)
            .findFirst()
            .orElseThrow();
    return first.code().code() + " " + first.message();
  }

  private static List<Issue> issues(String text) {
    return RuleBook.compile(List.of(new RuleSource("big", "big.yaml", 1, text))).allIssues();
  }
}
