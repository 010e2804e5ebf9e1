// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text over several lines, behind {@code |} or {@code >}.
 *
 * @param header what stands behind the key
 * @param lines what stands below it, without indentation
 */
record BlockText(String header, List<String> lines) {

  /** The text as a block; null if it was none, or cannot be one that is safe to indent anew. */
  static @Nullable BlockText of(Scalar scalar) {
    String text = scalar.text();
    if (!Scalars.isBlock(scalar) || text.isBlank() || text.endsWith("\n\n")) {
      return null;
    }
    String chomping = text.endsWith("\n") ? "" : "-";
    if (Scalars.isFolded(scalar)) {
      List<String> lines = folded(scalar);
      if (lines != null) {
        return new BlockText(">" + chomping, lines);
      }
    }
    String content = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    boolean indented = content.stripLeading().length() < content.length();
    return new BlockText("|" + (indented ? "2" : "") + chomping, List.of(content.split("\n", -1)));
  }

  /** The lines as they are folded in the file; null if their indentation is given by a number. */
  private static @Nullable List<String> folded(Scalar scalar) {
    String raw = scalar.raw().substring(scalar.span().start(), scalar.span().end());
    List<String> lines = new ArrayList<>(raw.lines().toList());
    String header = lines.remove(0).replaceFirst("\\s#.*", "");
    if (header.chars().anyMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .findFirst()
            .map(BlockText::indentOf)
            .orElse(0);
    lines.replaceAll(line -> line.substring(Math.min(indent, indentOf(line))));
    while (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static int indentOf(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }
}
