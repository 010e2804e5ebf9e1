// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.JobSyntax;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.RegionSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.syntax.RuleSyntax;
import dev.freshet.rules.syntax.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code mutations.txt} changes {@code all.yaml} in one place at a time; each gives the difference
 * of {@code mutations.expected}. With {@code -Dfreshet.golden=write} that is written anew.
 */
class RuleDiffTest {
  private static final String ALL = Sets.text("all.yaml");

  private record Mutation(String from, String to) {
    static Mutation parse(String line) {
      String[] parts = line.replace("\\n", "\n").split(" => ", 2);
      return new Mutation(parts[0], parts[1]);
    }

    RuleDiff diff() {
      assertTrue(ALL.contains(from), from);
      return RuleDiff.between(Sets.of(ALL), Sets.of(ALL.replace(from, to)));
    }

    boolean renames() {
      return from.startsWith("name: ") || from.startsWith("id: ");
    }
  }

  private static List<Mutation> mutations() {
    return Sets.text("mutations.txt").lines().map(Mutation::parse).toList();
  }

  @Test
  void shouldSayExactlyWhatAMutationChanges() throws IOException {
    String found =
        Sets.text("mutations.txt")
            .lines()
            .map(line -> line + "\n" + Mutation.parse(line).diff().toText().indent(2))
            .collect(Collectors.joining("\n"));

    Golden.check(Sets.path("mutations.expected"), found);
  }

  @Test
  void shouldNameOneDeclarationForEachMutation() {
    for (Mutation mutation : mutations()) {
      List<Difference> differences = mutation.diff().differences();

      if (mutation.renames()) {
        assertEquals(
            Set.of(Difference.Sort.ADDED, Difference.Sort.REMOVED),
            differences.stream().map(Difference::sort).collect(Collectors.toSet()));
      } else {
        assertEquals(1, differences.size(), mutation::from);
        assertEquals(Difference.Sort.CHANGED, differences.get(0).sort());
      }
    }
  }

  @Test
  void shouldKnowEveryKeyThatRuleFilesCanHave() {
    Map<Difference.Kind, Set<String>> changed =
        mutations().stream()
            .flatMap(mutation -> mutation.diff().differences().stream())
            .collect(
                Collectors.groupingBy(
                    Difference::kind,
                    Collectors.flatMapping(
                        difference -> difference.fields().stream().map(RuleDiffTest::keyOf),
                        Collectors.toCollection(TreeSet::new))));

    assertKnown(RuleFileSyntax.METADATA, changed.getOrDefault(Difference.Kind.SET, Set.of()));
    assertKnown(RegionSyntax.REGION, changed.getOrDefault(Difference.Kind.REGION, Set.of()));
    assertKnown(RuleSyntax.RULE, changed.getOrDefault(Difference.Kind.RULE, Set.of()));
    assertKnown(JobSyntax.JOB, changed.getOrDefault(Difference.Kind.JOB, Set.of()));
  }

  private static String keyOf(FieldChange change) {
    return change.field().startsWith("labels.") ? "labels" : change.field();
  }

  private static void assertKnown(Block block, Set<String> changed) {
    Set<String> keys = leaves(block, "").collect(Collectors.toCollection(TreeSet::new));
    keys.removeAll(Set.of("name", "id"));
    keys.removeAll(changed);
    assertEquals(Set.of(), keys, block.what());
  }

  private static Stream<String> leaves(Block block, String prefix) {
    return block.keys().stream()
        .flatMap(
            (Key key) ->
                key.value() instanceof Value.Nested nested
                    ? leaves(nested.block(), prefix + key.name() + ".")
                    : Stream.of(prefix + key.name()));
  }

  @Test
  void shouldNameWhatComesAndGoes() {
    List<RuleSetFile> nothing = List.of();
    List<RuleSetFile> all = Sets.of(ALL);

    assertEquals(
        """
        + set all
        + region history
        + region large
        + rule all/flushed
        + rule all/paid
        + job all/asked
        + job all/by-calendar
        + job all/hot
        + job all/joined
        + job all/timed
        + job all/triggered
        11 differences: 11 added
        """,
        RuleDiff.between(nothing, all).toText());
    assertEquals(
        RuleDiff.between(nothing, all).toText().replace("+", "-").replace("added", "removed"),
        RuleDiff.between(all, nothing).toText());
    assertEquals("no differences\n", RuleDiff.between(all, all).toText());
  }

  @Test
  void shouldWriteJson() {
    String changed =
        ALL.replace("id: paid", "id: payed")
            .replace("region: large\n---", "all: true\n---")
            .replace("version: 3", "version: 4");

    assertEquals(
        """
        {"differences":[
        {"sort":"changed","kind":"region","name":"history","fields":[\
        {"field":"version","before":"3","after":"4"}],"notes":[\
        "nodes take the new version when they start, and load all values anew"]},
        {"sort":"changed","kind":"rule","name":"all/flushed","fields":[\
        {"field":"invalidate","removed":"region: large"},\
        {"field":"invalidate","added":"all: true"}],"notes":[]},
        {"sort":"removed","kind":"rule","name":"all/paid","fields":[],"notes":[]},
        {"sort":"added","kind":"rule","name":"all/payed","fields":[],"notes":[]}],
        "added":1,"removed":1,"changed":2}
        """
            .replace("\n", ""),
        RuleDiff.between(Sets.of(ALL), Sets.of(changed)).toJson());
  }

  @Test
  void shouldTakeASpelledOutDefaultForNoDifference() {
    List<String> spelled = new ArrayList<>();
    spelled.add(ALL.replace("    l1: {maxBytes: 64MiB}", "    l1: {maxBytes: 65536KiB, ttl: 24h}"));
    spelled.add(ALL.replace("    event: cache.flush", "    event: cache.flush\n    mode: enforce"));
    spelled.add(ALL.replace("{rule: flushed,", "{rule: all/flushed,"));
    spelled.add(ALL.replace("every: 2m", "every: 120s\n    retry: {attempts: 3}"));
    spelled.add(ALL.replace("ttlJitter: 5%", "ttlJitter: 0.05"));
    spelled.add(ALL.replace("data.amount > 0", "(data.amount>0)".substring(1, 14)));

    for (String text : spelled) {
      assertTrue(!text.equals(ALL));
      assertEquals("no differences\n", RuleDiff.between(Sets.of(ALL), Sets.of(text)).toText());
    }
  }
}
