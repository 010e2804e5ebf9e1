// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseRunTest {
  @TempDir Path directory = Path.of("");
  private Workbench bench = new Workbench(directory);

  @BeforeEach
  void writeARule() throws IOException {
    bench = new Workbench(directory);
    rules("- {id: cart, event: order.placed, invalidate: [{key: \"cart:{userId}\"}]}");
  }

  @Test
  void shouldPassIfExactlyTheExpectedTargetsAreFound() throws IOException {
    rules(
        """
        - id: all-kinds
          event: order.placed
          invalidate:
            - key: cart:{userId}
            - tag: user:{userId}
            - pattern: order:{userId}:*
            - region: order
            - {pattern: "legacy:*:{userId}", scan: true}
            - all: true
        """);

    CaseReport report =
        run(
            """
            - name: whatever the order
              event: {type: order.placed, data: {userId: 42}}
              invalidates:
                - all: true
                - scan: legacy:*:42
                - region: order
                - parameter: {region: order, hole: userId, value: "42"}
                - tag: user:42
                - key: cart:42
            """);

    assertEquals(List.of(), differences(report));
    assertEquals(1, report.results().size());
  }

  @Test
  void shouldNameMissingAndUnexpectedTargetsWithTheirPlaces() throws IOException {
    rules(
        """
        - {id: one, event: order.placed, invalidate: [{key: "cart:{userId}"}]}
        - {id: two, event: order.*, invalidate: [{key: "cart:{userId}"}, {region: order}]}
        """);

    CaseReport report =
        run(
            """
            - name: a test
              event: {type: order.placed, data: {userId: 42}}
              invalidates:
                - region: order
                - key: cart:43
            """);

    assertEquals(
        List.of(
            "INVALIDATES - key: cart:43 shop.test.yaml:8:7",
            "INVALIDATES + key: cart:42 shop/one shop.yaml:12:8, shop/two shop.yaml:13:8"),
        differences(report));
  }

  @Test
  void shouldTakeAnEmptyListForNothing() throws IOException {
    CaseReport report =
        run(
            """
            - {name: a, event: {type: order.placed, data: {userId: 1}}, invalidates: []}
            - {name: b, event: {type: order.lost, data: {userId: 1}}, invalidates: []}
            """);

    assertEquals(List.of("a"), report.failed().stream().map(CaseResult::name).toList());
  }

  @Test
  void shouldLookAtOneRuleAlone() throws IOException {
    rules(
        """
        - {id: one, event: order.placed, invalidate: [{key: "cart:{userId}"}]}
        - {id: two, event: order.placed, invalidate: [{region: order}, {tag: "x:{missing}"}]}
        """);

    CaseReport report =
        run(
            """
            - name: by id
              rule: one
              event: {type: order.placed, data: {userId: 42}}
              invalidates: [{key: "cart:42"}]
            - name: with its set
              rule: shop/one
              event: {type: order.placed, data: {userId: 42}}
              invalidates: [{key: "cart:42"}]
            - name: all
              event: {type: order.placed, data: {userId: 42}}
              invalidates: [{key: "cart:42"}]
            """);

    assertEquals(List.of("all"), report.failed().stream().map(CaseResult::name).toList());
  }

  @Test
  void shouldTakeFailuresForExpectations() throws IOException {
    rules(
        """
        - {id: r, event: e, invalidate: [{tag: "{a}"}, {tag: "{b}"}, {region: cart}]}
        """);

    CaseReport report =
        run(
            """
            - name: all are named
              event: {type: e}
              invalidates: [{region: cart}]
              fails: ["{a} reads data.a", "{b} reads"]
            - name: one covers both
              event: {type: e}
              fails: ["which the event lacks"]
            - name: one is left
              event: {type: e}
              fails: ["{a} reads data.a", other]
            - name: none is named
              event: {type: e}
              invalidates: [{region: cart}]
            """);

    assertEquals(
        List.of(
            "FAILS - other shop.test.yaml:13:31",
            "FAILS + \"{b} reads data.b, which the event lacks\" shop/r shop.yaml:12:55",
            "FAILS + \"{a} reads data.a, which the event lacks\" shop/r shop.yaml:12:41",
            "FAILS + \"{b} reads data.b, which the event lacks\" shop/r shop.yaml:12:55"),
        differences(report));
  }

  @Test
  void shouldCheckShadowOnlyIfAsked() throws IOException {
    rules(
        """
        - {id: s, event: e, mode: shadow, invalidate: [{region: cart}]}
        - {id: t, event: e, invalidate: [{region: order}]}
        - {id: u, event: e, mode: off, invalidate: [{all: true}]}
        """);

    CaseReport report =
        run(
            """
            - {name: unasked, event: {type: e}, invalidates: [{region: order}]}
            - {name: asked, event: {type: e}, shadow: [{region: cart}]}
            - {name: wrong, event: {type: e}, shadow: []}
            """);

    assertEquals(List.of("SHADOW + region: cart shop/s shop.yaml:12:8"), differences(report));
  }

  @Test
  void shouldLetRulesExpireOnTheDayOfTheTest() throws IOException {
    rules("- {id: r, event: e, expires: 2027-01-31, invalidate: [{region: cart}]}");

    CaseReport report =
        run(
            """
            - {name: no day, event: {type: e}, invalidates: [{region: cart}]}
            - {name: last day, at: 2027-01-31, event: {type: e}, invalidates: [{region: cart}]}
            - {name: next day, at: 2027-02-01, event: {type: e}, invalidates: []}
            """);

    assertEquals(List.of(), differences(report));
  }

  @Test
  void shouldCountAllEventsOfAFileTogether() throws IOException {
    Files.createDirectory(directory.resolve("events"));
    Files.writeString(
        directory.resolve("events/two.json"),
        """
        [{"type": "order.placed", "data": {"userId": 1}},
         {"type": "order.placed", "data": {"userId": 2}}]
        """);

    CaseReport report =
        run(
            """
            - name: both
              eventFile: events/two.json
              invalidates: [{key: "cart:1"}, {key: "cart:2"}]
            """);

    assertEquals(List.of(), differences(report));
  }

  @Test
  void shouldRunWhatTheFilterAccepts() throws IOException {
    String tests =
        """
        - {name: one of two, event: {type: x}, invalidates: []}
        - {name: two, event: {type: order.placed, data: {userId: 1}}, invalidates: []}
        """;

    assertTrue(run(tests, Pattern.compile("^one").asPredicate()).failed().isEmpty());
    assertEquals(2, run(tests, Pattern.compile("two").asPredicate()).results().size());
    assertEquals(0, run(tests, Pattern.compile("three").asPredicate()).results().size());
  }

  @Test
  void shouldRunThousandsOfTestsInSeconds() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      tests
          .append("- name: case ")
          .append(i)
          .append("\n  event: {type: order.placed, data: {userId: ");
      tests
          .append(i)
          .append(", total: 12.5}}\n  invalidates: [{key: \"cart:")
          .append(i)
          .append("\"}]\n");
    }

    long start = System.nanoTime();
    CaseReport report = run(tests.toString());
    double seconds = (System.nanoTime() - start) / 1e9;

    System.out.printf("%d tests read and run in %.2f s%n", report.results().size(), seconds);
    assertEquals(5_000, report.results().size());
    assertEquals(List.of(), report.failed());
    // A second or so; far more than any busy machine needs, and far less than a test a millisecond
    // would take that compiles its rules.
    assertTrue(seconds < 60, () -> "took " + seconds + " s");
  }

  private void rules(String rules) throws IOException {
    bench.rules(rules);
  }

  private CaseReport run(String tests) throws IOException {
    return bench.run(tests, name -> true);
  }

  private CaseReport run(String tests, Predicate<String> names) throws IOException {
    return bench.run(tests, names);
  }

  private List<String> differences(CaseReport report) {
    assertFalse(report.results().isEmpty());
    return report.results().stream()
        .flatMap(result -> result.differences().stream())
        .map(difference -> describe(difference).replace(directory + "/", ""))
        .toList();
  }

  private static String describe(Difference difference) {
    return difference.part()
        + (difference instanceof Difference.Missing missing
            ? " - " + missing.text() + " " + missing.location()
            : " + " + difference.text() + " " + origins((Difference.Unexpected) difference));
  }

  private static String origins(Difference.Unexpected unexpected) {
    return String.join(
        ", ",
        unexpected.origins().stream()
            .map(origin -> origin.rule() + " " + origin.location())
            .toList());
  }
}
