// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Elements of an SVG file, line by line; lengths are in pixels. For one thread. */
final class Svg {
  /** Where a text ends up of the place that it is given. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final List<String> lines = new ArrayList<>();

  void rectangle(String style, double x, double y, double width, double height) {
    lines.add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(style, px(x), px(y), px(width), px(height)));
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    lines.add(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
            .formatted(style, px(x1), px(y1), px(x2), px(y2)));
  }

  void text(String style, Anchor anchor, double x, double y, String text) {
    String where = anchor.name().toLowerCase(Locale.ROOT);
    lines.add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(style, where, px(x), px(y), escape(text)));
  }

  /** The whole file, on white, whatever stands behind it. */
  String file(String title, String css, double width, double height) {
    List<String> all = new ArrayList<>();
    all.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$s\" height=\"%2$s\" viewBox=\"0 0 %1$s %2$s\">"
            .formatted(px(width), px(height)));
    all.add("<title>" + escape(title) + "</title>");
    all.add("<style>" + css + "</style>");
    all.add("<rect fill=\"#ffffff\" width=\"100%\" height=\"100%\"/>");
    all.addAll(lines);
    all.add("</svg>");
    return String.join("\n", all) + "\n";
  }

  private static String px(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  /** Any text as XML has it. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
