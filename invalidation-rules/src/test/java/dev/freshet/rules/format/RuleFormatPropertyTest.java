// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.rules.source.InvalidRuleFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Formatting keeps what a file says and all its comments, and does nothing the second time. */
class RuleFormatPropertyTest {
  private static final Pattern MARK = Pattern.compile("mark\\d+;");
  private static final List<String> FILES = files();

  /** Something put into a file: a comment, or a piece of YAML. */
  record Insertion(int place, int indent, String text) {}

  private static List<String> files() {
    try {
      List<String> texts = new ArrayList<>();
      for (String file :
          List.of(
              "rules/user.yaml",
              "src/test/resources/jsonschema/everything.yaml",
              "src/test/resources/jsonschema/jobs.yaml",
              "src/test/resources/format/comments.yaml",
              "src/test/resources/format/scalars.yaml",
              "src/test/resources/format/widths.yaml")) {
        texts.add(Files.readString(Path.of(file)));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 1_000)
  void shouldKeepCommentsWhereverTheyStand(
      @ForAll("texts") String text, @ForAll("comments") List<Insertion> comments) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int number = 0;
    for (Insertion comment : comments) {
      String mark = "# mark" + number++ + ";";
      int at = comment.place() % lines.size();
      if (comment.indent() < 0) {
        lines.set(at, lines.get(at) + "  " + mark);
      } else {
        lines.add(at, " ".repeat(comment.indent()) + comment.text() + mark);
      }
    }

    check(String.join("\n", lines) + "\n");
  }

  @Property(tries = 1_000)
  void shouldKeepWhatMutilatedFilesSay(
      @ForAll("texts") String text, @ForAll("pieces") List<Insertion> pieces) {
    StringBuilder mutilated = new StringBuilder(text);
    for (Insertion piece : pieces) {
      int at = piece.place() % mutilated.length();
      mutilated.replace(at, Math.min(mutilated.length(), at + piece.indent()), piece.text());
    }

    check(mutilated.toString());
  }

  @Property(tries = 500)
  void shouldKeepAnyTree(@ForAll("trees") Map<String, Object> tree) {
    String yaml = flow(tree);

    check(yaml);
    check(yaml.replace(", ", ", # mark1;\n  "));
  }

  private static void check(String yaml) {
    String formatted;
    try {
      formatted = RuleFormat.format("f", yaml);
    } catch (InvalidRuleFileException e) {
      assertFalse(e.issues().isEmpty());
      return;
    }
    assertEquals(formatted, RuleFormat.format("f", formatted));
    assertEquals(Trees.of(yaml), Trees.of(formatted), formatted);
    assertEquals(marks(yaml), marks(formatted), formatted);
  }

  private static List<String> marks(String yaml) {
    return MARK.matcher(yaml).results().map(found -> found.group()).sorted().toList();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(FILES);
  }

  /** Half of them at the end of a line, half on a line of their own. */
  @Provide
  Arbitrary<List<Insertion>> comments() {
    Arbitrary<String> before = Arbitraries.of("", "", "", "", "\n", "# ");
    return Combinators.combine(
            Arbitraries.integers().between(0, 400), Arbitraries.integers().between(-8, 8), before)
        .as(Insertion::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Insertion>> pieces() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            "\"",
            "'",
            " |",
            " >",
            " |+",
            " >-",
            "? ",
            "# mark9;",
            " # mark8;\n",
            "---\n",
            "...\n",
            "~",
            "",
            "  ",
            ", ",
            "\r\n",
            "\\",
            "%",
            "@",
            "é",
            "\uD83D\uDE00",
            "key: value\n",
            "0x1F",
            "null");
    return Combinators.combine(
            Arbitraries.integers().between(0, 5_000), Arbitraries.integers().between(0, 4), piece)
        .as(Insertion::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Map<String, Object>> trees() {
    return trees(3).map(RuleFormatPropertyTest::asMap);
  }

  private static Map<String, Object> asMap(Object tree) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", tree);
    return map;
  }

  private static Arbitrary<Object> trees(int depth) {
    Arbitrary<Object> text = scalars().map(any -> any);
    if (depth == 0) {
      return text;
    }
    Arbitrary<Object> below = Arbitraries.lazy(() -> trees(depth - 1));
    Arbitrary<Object> lists = below.list().ofMaxSize(4).map(any -> any);
    Arbitrary<Object> maps = Arbitraries.maps(scalars(), below).ofMaxSize(4).map(any -> any);
    return Arbitraries.oneOf(text, lists, maps);
  }

  private static Arbitrary<String> scalars() {
    Arbitrary<String> tricky =
        Arbitraries.of(
                "a",
                "1",
                "-",
                "?",
                ":",
                " ",
                "#",
                ",",
                "{",
                "}",
                "[",
                "]",
                "\n",
                "\t",
                "\"",
                "'",
                "\\",
                "&",
                "*",
                "!",
                "|",
                ">",
                "%",
                "@",
                "`",
                "~",
                ".",
                "e",
                "true",
                "null",
                "0x",
                "\u00e4",
                "\u0085",
                "\u2028",
                "\ufeff",
                "\uD83D\uDE00",
                "=",
                "<<",
                "---")
            .list()
            .ofMaxSize(5)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(
        tricky, Arbitraries.strings().withCharRange(' ', '\u00ff').ofMaxLength(60));
  }

  /** The tree in one line of YAML, each text in quotes with the few escapes that JSON wants. */
  private static String flow(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> flow(entry.getKey()) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (tree instanceof List<?> list) {
      return list.stream()
          .map(RuleFormatPropertyTest::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    StringBuilder quoted = new StringBuilder("\"");
    String.valueOf(tree)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\U%08x", c));
              }
            });
    return quoted.append('"').toString();
  }
}
