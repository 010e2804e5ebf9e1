// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldAskForBothResultsOfACondition() throws IOException {
    String rule = "- {id: r, event: e, when: data.n > 0, invalidate: [{region: cart}]}";
    String matches = "- {name: a, event: {type: e, data: {n: 1}}, invalidates: [{region: cart}]}\n";
    String declines = "- {name: b, event: {type: e, data: {n: 0}}, invalidates: []}\n";
    String fails = "- {name: c, event: {type: e}, invalidates: [], fails: [condition]}\n";

    assertEquals(
        List.of("12:27: rule shop/r: `when` was never false"), gaps(rule, matches + fails));
    assertEquals(List.of("12:8: rule shop/r: no test makes it match"), gaps(rule, declines));
    assertEquals(List.of("12:8: rule shop/r: no test makes it match"), gaps(rule, fails));
    assertEquals(List.of(), gaps(rule, matches + declines));
  }

  @Test
  void shouldAskForEachOutput() throws IOException {
    String rule = "- {id: r, event: e, invalidate: [{tag: \"{a}\"}, {tag: \"{b}\"}]}";
    String first =
        "- {name: a, event: {type: e, data: {a: 1}}, invalidates: [{tag: \"1\"}], fails: [\"{b}\"]}\n";
    String both =
        "- {name: b, event: {type: e, data: {a: 1, b: 1}}, invalidates: [{tag: \"1\"}]}\n";

    assertEquals(
        List.of("12:54: rule shop/r: the output '{b}' never gave a target"), gaps(rule, first));
    assertEquals(List.of(), gaps(rule, both));
  }

  @Test
  void shouldAskForEachOutputAsItIsAndWidened() throws IOException {
    String rule =
        "- {id: r, event: e, onMissing: widen, invalidate: [{key: \"cart:{userId}\"}, {region: order}]}";
    String plain =
        "- {name: a, event: {type: e, data: {userId: 1}}, invalidates: [{key: \"cart:1\"}, {region: order}]}\n";
    String widened =
        "- {name: b, event: {type: e}, invalidates: [{region: cart}, {region: order}]}\n";

    assertEquals(
        List.of("12:58: rule shop/r: the output 'cart:{userId}' was never widened"),
        gaps(rule, plain));
    assertEquals(
        List.of("12:58: rule shop/r: the output 'cart:{userId}' never gave a target"),
        gaps(rule, widened));
    assertEquals(List.of(), gaps(rule, plain + widened));
  }

  @Test
  void shouldCountOnlyRulesWhoseTargetsAreChecked() throws IOException {
    String rules =
        """
        - {id: one, event: e, invalidate: [{region: cart}]}
        - {id: two, event: e, invalidate: [{region: cart}]}
        - {id: shadow, event: e, mode: shadow, invalidate: [{region: cart}]}
        - {id: idle, event: e, mode: off, invalidate: [{region: cart}]}
        """;
    String one = "- {name: a, rule: one, event: {type: e}, invalidates: [{region: cart}]}\n";
    String all = "- {name: b, event: {type: e}, invalidates: [{region: cart}]}\n";
    String shadow = "- {name: c, event: {type: e}, shadow: [{region: cart}]}\n";

    assertEquals(
        List.of(
            "13:8: rule shop/two: no test makes it match",
            "14:8: rule shop/shadow: no test makes it match"),
        gaps(rules, one));
    assertEquals(List.of("14:8: rule shop/shadow: no test makes it match"), gaps(rules, all));
    assertEquals(
        List.of(
            "12:8: rule shop/one: no test makes it match",
            "13:8: rule shop/two: no test makes it match"),
        gaps(rules, shadow));
    assertEquals(List.of(), gaps(rules, all + shadow));
  }

  @Test
  void shouldNotTakeAnExpiredRuleForOneThatDeclines() throws IOException {
    String rule =
        "- {id: r, event: e, when: data.n > 0, expires: 2027-01-31, invalidate: [{region: cart}]}";
    String matches = "- {name: a, event: {type: e, data: {n: 1}}, invalidates: [{region: cart}]}\n";
    String expired =
        "- {name: b, at: 2027-02-01, event: {type: e, data: {n: 0}}, invalidates: []}\n";

    assertEquals(
        List.of("12:27: rule shop/r: `when` was never false"), gaps(rule, matches + expired));
  }

  @Test
  void shouldNotTakeAnEventOfAnotherTypeForOneThatIsDeclined() throws IOException {
    String rule = "- {id: r, event: e.*, when: data.n > 0, invalidate: [{region: cart}]}";
    String matches =
        "- {name: a, event: {type: e.x, data: {n: 1}}, invalidates: [{region: cart}]}\n";
    String others =
        """
        - {name: b, event: {type: ex, data: {n: 0}}, invalidates: []}
        - {name: c, event: {type: e, data: {n: 0}}, invalidates: []}
        """;

    assertEquals(
        List.of("12:29: rule shop/r: `when` was never false"), gaps(rule, matches + others));
  }

  @Test
  void shouldCountARuleOnceWhateverTheNumberOfTestFiles() throws IOException {
    Workbench bench = new Workbench(directory);
    bench.rules("- {id: r, event: e.*, when: data.n > 0, invalidate: [{region: cart}]}");
    bench.write(
        "other.test.yaml", "- {name: a, event: {type: e.x, data: {n: 0}}, invalidates: []}");

    CaseReport report =
        bench.run(
            "- {name: a, event: {type: e.y, data: {n: 1}}, invalidates: [{region: cart}]}",
            name -> true);

    assertEquals("1 rule, 1 tested: 100%", report.coverage().summary());
    assertEquals("3 branches, 3 covered: 100%", report.coverage().branchSummary());
  }

  @Test
  void shouldCountRulesBelowADirectoryThatNoTestNames() throws IOException {
    Workbench bench = new Workbench(directory);
    bench.rules("- {id: r, event: e, invalidate: [{region: cart}]}");
    String rules = Files.readString(directory.resolve("shop.yaml"));
    Files.writeString(directory.resolve("other.yaml"), rules.replace("name: shop", "name: other"));

    CaseReport report =
        bench.run(
            "- {name: a, event: {type: e}, invalidates: [{region: cart}]}\nrules: [shop.yaml]",
            name -> true);

    assertEquals("2 rules, 1 tested: 50%", report.coverage().summary());
  }

  @Test
  void shouldHoldRulesAndBranchesToTheThreshold() {
    assertTrue(coverage(9, 5, 8, 5).isAtLeast(55));
    assertFalse(coverage(9, 5, 8, 5).isAtLeast(56));
    assertFalse(coverage(9, 9, 8, 5).isAtLeast(63));
    assertTrue(coverage(9, 9, 8, 5).isAtLeast(62));
    assertTrue(coverage(0, 0, 0, 0).isAtLeast(100));
    assertEquals("9 rules, 5 tested: 55%", coverage(9, 5, 8, 5).summary());
    assertEquals("8 branches, 5 covered: 62%", coverage(9, 5, 8, 5).branchSummary());
  }

  private static Coverage coverage(int rules, int tested, int branches, int covered) {
    Location place = new Location("f", 1, 1);
    return new Coverage(
        IntStream.range(0, rules)
            .mapToObj(
                rule ->
                    new Coverage.OfRule(
                        "s/" + rule,
                        place,
                        rule < tested,
                        IntStream.range(0, rule == 0 ? branches : 0)
                            .mapToObj(i -> new Coverage.Branch("gap", place, i < covered))
                            .toList()))
            .toList());
  }

  private List<String> gaps(String rules, String tests) throws IOException {
    Workbench bench = new Workbench(directory);
    bench.rules(rules);
    CaseReport report = bench.run(tests, name -> true);

    assertEquals(List.of(), report.failed());
    return report.coverage().gaps().stream()
        .map(gap -> gap.toString().replace(directory + "/shop.yaml:", ""))
        .toList();
  }
}
