// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.report.IssuePages;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.syntax.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference in {@code docs/rules.md} says what the parser accepts, because it is made of the
 * same model. With {@code -Dfreshet.golden=write} it is written anew.
 */
class RuleReferenceTest {
  private static final Path PAGE = Path.of("../docs/rules.md");
  private static final Path CODES = Path.of("../docs/rule-codes.md");

  @Test
  void shouldDescribeEveryKey() throws IOException {
    StringBuilder reference = new StringBuilder();
    Map<String, Block> blocks = new LinkedHashMap<>();
    for (String kind : RuleFileSyntax.kinds()) {
      collect("kind: " + kind, Objects.requireNonNull(RuleFileSyntax.document(kind)), blocks);
    }
    blocks.forEach((title, block) -> reference.append(table(title, block)));

    assertSection("keys", reference.toString());
  }

  @Test
  void shouldListEveryLimit() throws IOException {
    StringBuilder table = new StringBuilder("\n| limit | at most |\n|---|---|\n");
    for (Limit limit : Limit.values()) {
      table.append("| %s | %,d %s |\n".formatted(limit.label(), limit.max(), limit.unit()));
    }

    assertSection("limits", table.toString());
  }

  @Test
  void shouldListEveryCode() throws IOException {
    StringBuilder table = new StringBuilder("\n| code | what |\n|---|---|\n");
    for (IssueCode code : IssueCode.values()) {
      String title = IssuePages.page(code).title();
      table.append("| [%s](%s) | %s |\n".formatted(code.code(), link(code), cell(title)));
    }

    assertSection("codes", table.toString());
  }

  private static String link(IssueCode code) {
    return IssuePages.path(code).replaceFirst("^docs/", "");
  }

  @Test
  void shouldShowThePageOfEveryCode() throws IOException {
    StringBuilder pages = new StringBuilder();
    for (IssueCode code : IssueCode.values()) {
      String text = IssuePages.page(code).text().strip().replaceFirst("^# ", "## ");
      String anchor = code.code().toLowerCase(Locale.ROOT);
      pages.append("\n<a id=\"%s\"></a>\n\n%s\n".formatted(anchor, text));
    }

    assertSection(CODES, "pages", pages.toString());
  }

  /** Blocks by their titles, each once, an inner one behind the one that has it. */
  private static void collect(String title, Block block, Map<String, Block> blocks) {
    if (blocks.putIfAbsent(title, block) == null) {
      for (Key key : block.keys()) {
        Value value = key.value() instanceof Value.Items items ? items.item() : key.value();
        if (value instanceof Value.Nested nested) {
          collect(nested.block().what(), nested.block(), blocks);
        }
      }
    }
  }

  private static String table(String title, Block block) {
    String rows = block.keys().stream().map(RuleReferenceTest::row).collect(Collectors.joining());
    return "\n### %s\n\n%s\n\n| key | value | default | meaning |\n|---|---|---|---|\n%s"
        .formatted(headline(title), block.doc(), rows);
  }

  private static String headline(String title) {
    String plain = title.replaceFirst("^(a|an) ", "");
    return plain.startsWith("kind") || plain.startsWith("`")
        ? plain
        : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
  }

  private static String row(Key key) {
    String otherwise = key.required() ? "required" : key.byDefault() == null ? "" : code(key);
    String examples =
        key.examples().isEmpty()
            ? ""
            : " Example: "
                + key.examples().stream().map(e -> "`" + e + "`").collect(Collectors.joining(", "))
                + ".";
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key.name(), value(key.value()), otherwise, cell(key.doc() + examples));
  }

  private static String code(Key key) {
    return "`" + key.byDefault() + "`";
  }

  private static String value(Value value) {
    if (value instanceof Value.Text text) {
      return text.form().name().toLowerCase(Locale.ROOT);
    } else if (value instanceof Value.Words words) {
      return words.words().stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
    } else if (value instanceof Value.Items items) {
      return "list: " + value(items.item()) + "; at most %,d".formatted(items.limit().max());
    } else if (value instanceof Value.Nested nested) {
      return "[" + headline(nested.block().what()).replace("`", "") + "](#" + anchor(nested) + ")";
    }
    return value instanceof Value.Labels ? "names to texts" : "any YAML";
  }

  private static String anchor(Value.Nested nested) {
    return headline(nested.block().what())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static void assertSection(String name, String expected) throws IOException {
    assertSection(PAGE, name, expected);
  }

  /** What stands between two comments of a page. */
  private static void assertSection(Path file, String name, String expected) throws IOException {
    String page = Files.readString(file);
    String begin = "<!-- " + name + ": made by RuleReferenceTest -->\n";
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("<!-- end of " + name + " -->");
    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(file, page.substring(0, from) + expected + "\n" + page.substring(to));
    } else {
      assertEquals(expected + "\n", page.substring(from, to));
    }
  }
}
