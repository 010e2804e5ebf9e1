// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.source.IssueCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples of a manual page, as files. */
record PageExamples(List<String> wrong, List<String> right) {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("metadata: \\{name: ([\\w-]+)");
  private static final Map<String, String> KINDS =
      Map.of("regions", "CacheRegions", "rules", "InvalidationRules", "jobs", "WarmupJobs");

  static PageExamples of(IssueCode code) {
    String text = IssuePages.page(code).text();
    int right = text.indexOf("\nRight:\n");
    return new PageExamples(
        blocks(text.substring(text.indexOf("\nWrong:\n"), right)), blocks(text.substring(right)));
  }

  private static List<String> blocks(String section) {
    List<String> blocks = BLOCK.matcher(section).results().map(found -> found.group(1)).toList();
    assertFalse(blocks.isEmpty());
    return blocks;
  }

  List<RuleSource> wrongFiles() {
    return files(wrong);
  }

  List<RuleSource> rightFiles() {
    return files(right);
  }

  /** Each block as a file, with the shipped regions if none of them declares regions. */
  private static List<RuleSource> files(List<String> blocks) {
    boolean ownRegions = blocks.stream().anyMatch(block -> block.contains("regions:\n"));
    List<RuleSource> files = new ArrayList<>(ownRegions ? List.of() : shippedRegions());
    for (String block : blocks) {
      String text =
          Stream.of(block.split("(?m)^---\n"))
              .map(PageExamples::withHead)
              .collect(Collectors.joining("---\n"));
      Matcher name = NAME.matcher(text);
      assertTrue(name.find());
      files.add(new RuleSource(name.group(1), "example-" + files.size() + ".yaml", 0, text));
    }
    return files;
  }

  /** A block may leave out what all documents of a kind begin with. */
  private static String withHead(String document) {
    String kind = KINDS.get(document.substring(0, document.indexOf(':')));
    return kind == null
        ? document
        : "apiVersion: freshet.dev/v1\nkind: "
            + kind
            + "\nmetadata: {name: example, owner: example-service}\n"
            + document;
  }

  private static List<RuleSource> shippedRegions() {
    return ShippedRules.load().stream()
        .map(
            source ->
                new RuleSource(
                    source.name(),
                    source.file(),
                    0,
                    source.text().substring(0, source.text().indexOf("\n---"))))
        .toList();
  }
}
