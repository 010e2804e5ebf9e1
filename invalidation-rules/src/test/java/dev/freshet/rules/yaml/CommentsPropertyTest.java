// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever stands around it, a comment is found at its place, and nothing else is taken for one.
 */
class CommentsPropertyTest {

  /** Lines of YAML, some of which hold what looks like a comment, and the real ones among them. */
  private record Line(String text, List<String> comments) {
    static Line without(String text) {
      return new Line(text, List.of());
    }

    static Line with(String before, String comment) {
      return new Line(before + "#" + comment, List.of(comment));
    }

    Line join(Line next) {
      List<String> all = new ArrayList<>(comments);
      all.addAll(next.comments);
      return new Line(text + "\n" + next.text, all);
    }
  }

  @Provide
  Arbitrary<List<Line>> lines() {
    return Arbitraries.of(
            Line.without("- plain#text"),
            Line.without("- a: 'single # quoted ''# x'"),
            Line.without("- \"double # quoted \\\" # x\""),
            Line.without("- 'over\n  # two lines'"),
            Line.without("- |\n  # block\n  text # more\n\n  # end"),
            Line.without("- >-\n  # folded"),
            Line.without("- |+2\n   # indented\n\n"),
            Line.without(""),
            Line.with("- |- ", " behind a block header").join(Line.without("  # inside\n")),
            Line.with("- flow: [a, ", " in a list").join(Line.with("  b, 'c # d'] ", "")),
            Line.with("- {x: \"}#\", ", " in a mapping").join(Line.without("  y: z}")),
            Line.with("- 😀: ü ", " 😀 ü"),
            Line.with("", "rules:disable"),
            Line.without("- p").join(Line.with("  ", " indented # twice")),
            Line.with("- plain ", "at the end"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property(tries = 500)
  void shouldFindTheCommentsAndNothingElse(
      @ForAll("lines") List<Line> lines, @ForAll("breaks") String lineBreak) {
    List<String> expected = lines.stream().flatMap(line -> line.comments().stream()).toList();
    String text =
        String.join("\n", lines.stream().map(Line::text).toList()).replace("\n", lineBreak);

    List<Comments.Comment> found = Comments.read(new SourceText("x.yaml", text));

    assertEquals(expected, found.stream().map(Comments.Comment::text).toList(), text);
    for (Comments.Comment comment : found) {
      assertEquals(
          "#" + comment.text(), text.substring(comment.span().start(), comment.span().end()));
    }
  }

  @Provide
  Arbitrary<String> breaks() {
    return Arbitraries.of("\n", "\r\n");
  }

  @Test
  void shouldKeepWhatStandsBeforeAMistakeInSyntax() {
    SourceText text = new SourceText("x.yaml", "# one\na: b\n'c: [ # two\n# three");

    List<Comments.Comment> found = Comments.read(text);

    assertEquals(List.of(" one"), found.stream().map(Comments.Comment::text).toList());
  }

  @Test
  void shouldReadNothingOfATextThatIsTooLong() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100_001; i++) {
      lines.add("# comment");
    }

    assertEquals(List.of(), Comments.read(new SourceText("x", String.join("\n", lines))));
    assertTrue(Comments.read(new SourceText("x", lines.get(0))).size() == 1);
  }
}
