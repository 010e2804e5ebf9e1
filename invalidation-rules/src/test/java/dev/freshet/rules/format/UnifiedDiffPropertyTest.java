// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UnifiedDiffPropertyTest {
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

  @Example
  void shouldShowWhatChanges() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";
    String after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n";

    assertEquals(
        """
        --- rules/a.yaml
        +++ rules/a.yaml
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        @@ -13,4 +13,3 @@
         13
         14
         15
        -16
        """,
        UnifiedDiff.of("rules/a.yaml", before, after));
  }

  @Example
  void shouldShowNearChangesTogether() {
    String before = "a\n1\n2\n3\n4\n5\n6\nb\n";

    String near = UnifiedDiff.of("f", before, before.replace('a', 'A').replace('b', 'B'));
    String far =
        UnifiedDiff.of(
            "f", before.replace("6", "6\n7"), before.replace("6", "6\n7").replaceAll("[ab]", "c"));

    assertEquals(1, near.lines().filter(line -> line.startsWith("@@")).count());
    assertEquals(2, far.lines().filter(line -> line.startsWith("@@")).count());
  }

  @Example
  void shouldSayThatALineFeedIsMissing() {
    assertEquals(
        """
        --- f
        +++ f
        @@ -1,1 +1,1 @@
        -a
        \\ No newline at end of file
        +a
        """,
        UnifiedDiff.of("f", "a", "a\n"));
  }

  @Example
  void shouldSayNothingOfEqualTexts() {
    assertEquals("", UnifiedDiff.of("f", "a\n", "a\n"));
  }

  @Example
  void shouldReplaceTextsThatHaveLittleInCommon() {
    String before = "a\n".repeat(3_000);
    String after = "b\n".repeat(3_000);

    String diff = UnifiedDiff.of("f", before, after);

    assertEquals(6_003, diff.lines().count());
    assertEquals(after, apply(before, diff));
  }

  @Property(tries = 1_000)
  void shouldLeadFromOneTextToTheOther(
      @ForAll("texts") String before, @ForAll("texts") String after) {
    String diff = UnifiedDiff.of("f", before, after);

    assertEquals(after, apply(before, diff));
    assertEquals(shortest(before, after), diff.lines().skip(2).filter(this::isChange).count());
  }

  private boolean isChange(String line) {
    return line.startsWith("+") || line.startsWith("-");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "c", "")
        .list()
        .ofMaxSize(25)
        .map(lines -> lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /** What {@code patch} does with it. */
  private static String apply(String before, String diff) {
    List<String> old = lines(before);
    List<String> result = new ArrayList<>();
    int at = 0;
    for (String line : diff.lines().skip(2).toList()) {
      var hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        int count = Integer.parseInt(hunk.group(2));
        int start = Integer.parseInt(hunk.group(1)) - (count == 0 ? 0 : 1);
        result.addAll(old.subList(at, start));
        at = start;
        assertEquals(
            Integer.parseInt(hunk.group(3)) - (hunk.group(4).equals("0") ? 0 : 1), result.size());
      } else if (line.startsWith("+")) {
        result.add(line.substring(1));
      } else {
        assertEquals(old.get(at++), line.substring(1));
        if (line.startsWith(" ")) {
          result.add(line.substring(1));
        }
      }
    }
    result.addAll(old.subList(at, old.size()));
    return result.isEmpty() ? "" : String.join("\n", result) + "\n";
  }

  private static List<String> lines(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  /** The number of changed lines by the plain table of longest common subsequences. */
  private static long shortest(String before, String after) {
    List<String> one = lines(before);
    List<String> two = lines(after);
    int[][] common = new int[one.size() + 1][two.size() + 1];
    for (int i = 1; i <= one.size(); i++) {
      for (int j = 1; j <= two.size(); j++) {
        common[i][j] =
            one.get(i - 1).equals(two.get(j - 1))
                ? common[i - 1][j - 1] + 1
                : Math.max(common[i - 1][j], common[i][j - 1]);
      }
    }
    return one.size() + two.size() - 2L * common[one.size()][two.size()];
  }
}
