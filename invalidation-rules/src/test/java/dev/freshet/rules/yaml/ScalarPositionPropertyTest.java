// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A mark somewhere in a text is found where it stands in the file, in every style of YAML. */
class ScalarPositionPropertyTest {
  private static final char MARK = '\u00a7';

  @Property(tries = 2_000)
  void shouldFindTheMarkInDoubleQuotes(
      @ForAll("texts") String before, @ForAll("texts") String behind) {
    StringBuilder raw = new StringBuilder("k: \"");
    (before + MARK + behind).codePoints().forEach(c -> raw.append(escaped(c)));

    check(raw.append("\"").toString());
  }

  @Property(tries = 2_000)
  void shouldFindTheMarkInSingleQuotes(
      @ForAll("texts") String before, @ForAll("texts") String behind) {
    String text = (before + MARK + behind).replace("'", "''").replace("\n", "\n\n  ");

    check("k: '" + text + "'");
  }

  @Property(tries = 2_000)
  void shouldFindTheMarkInALiteralBlock(
      @ForAll("texts") String before, @ForAll("texts") String behind) {
    check("k: |  # a note\n  x" + (before + MARK + behind).replace("\n", "\n  ") + "\nj: y");
  }

  @Property(tries = 2_000)
  void shouldFindTheMarkInAFoldedBlock(
      @ForAll("texts") String before, @ForAll("texts") String behind) {
    check("k: >-\n\n  x" + (before + MARK + behind).replace("\n", "\n  ") + "\n");
  }

  @Property(tries = 1_000)
  void shouldFindTheMarkInAPlainText(@ForAll("words") List<String> words) {
    check("k: x " + String.join("\n   ", words) + " " + MARK + " " + String.join(" ", words));
  }

  private static void check(String yaml) {
    IssueLog issues = new IssueLog(new SourceText("f", yaml));
    List<YamlNode> documents = YamlReader.read(issues);
    Assume.that(!issues.hasErrors());
    YamlNode.Mapping mapping = (YamlNode.Mapping) documents.get(0);
    Scalar scalar = (Scalar) mapping.entries().get(0).value();

    int index = scalar.text().indexOf(MARK);

    assertEquals(yaml.indexOf(MARK), scalar.spanOf(index, index + 1).start(), yaml);
    assertEquals(yaml.indexOf(MARK) + 1, scalar.spanOf(index, index + 1).end(), yaml);
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\x09";
      case 'e' -> "\\u0065";
      case ' ' -> "\\ ";
      case 'f' -> "f \\\n     "; // a line continued without a space
      default -> c > 0xffff ? String.format("\\U%08X", c) : Character.toString(c);
    };
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "e", "f", "'", "\"", "\\", " ", "\n", "{", ":", "\uD83D\uDE00", "\u00e4")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of("a", "'b'", "\"", "\\n", "\uD83D\uDE00", "{c}").list().ofMaxSize(5);
  }
}
