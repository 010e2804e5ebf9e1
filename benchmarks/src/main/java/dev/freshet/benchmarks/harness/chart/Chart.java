// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.chart;

import dev.freshet.benchmarks.harness.Figure;
import dev.freshet.benchmarks.harness.Report;
import dev.freshet.benchmarks.harness.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The figures of a suite as bars: a panel for each metric, a bar for each subject, with a whisker
 * from the smallest reading to the largest. References are grey, and stand as a dashed mark in the
 * rows of those that are measured beside them; a budget that does not hold is red. Pure: the same
 * figures make the same text.
 */
public final class Chart {
  private static final double MARGIN = 16;
  private static final double CHARACTER = 6.6;
  private static final double BARS = 420;
  private static final double ROW = 20;
  private static final double BAR = 12;
  private static final double CAP = 3;
  private static final double HEADING = 34;

  private static final String NOTE =
      "bar: median; line: from the least to the most; grey: a reference; dashed: where that of a row"
          + " ends; red: a missed budget";

  private static final String CSS =
      "text{font:12px sans-serif;fill:#1b1f24}"
          + ".title{font-size:15px;font-weight:bold}"
          + ".metric{font-weight:bold}"
          + ".note{fill:#57606a}"
          + ".subject{fill:#2f6fb0}"
          + ".reference{fill:#9aa3ad}"
          + ".miss{fill:#c0392b}"
          + ".spread{stroke:#1b1f24}"
          + ".beside{stroke:#1b1f24;stroke-width:2;stroke-dasharray:2 2}"
          + ".axis{stroke:#d0d7de}";

  /** What stands in one panel: figures that can be compared. */
  private record Metric(String name, String unit) {}

  private final Report.Part part;
  private final double left;
  private final Svg svg = new Svg();
  private double y = MARGIN;

  private Chart(Report.Part part) {
    this.part = part;
    this.left = 2 * MARGIN + widest(Figure::subject);
  }

  /** Fonts differ: a little more than most take. */
  private double widest(Function<Figure, String> text) {
    return CHARACTER * part.figures().stream().map(text).mapToInt(String::length).max().orElse(0);
  }

  /** The chart of a suite, as the text of an SVG file. */
  public static String svg(Report.Part part) {
    return new Chart(part).draw();
  }

  private String draw() {
    String title = part.suite() + ": " + part.title();
    y += ROW;
    svg.text("title", Anchor.START, MARGIN, y, title);
    y += ROW;
    svg.text("note", Anchor.START, MARGIN, y, NOTE);
    panels().forEach(this::panel);
    double wanted = 2 * MARGIN + Math.max(title.length() * 1.3, NOTE.length()) * CHARACTER;
    double width = Math.max(wanted, left + BARS + widest(Chart::value) + 2 * MARGIN);
    return svg.file(title, CSS, width, y + MARGIN);
  }

  private Map<Metric, List<Figure>> panels() {
    return part.figures().stream()
        .collect(
            Collectors.groupingBy(
                figure -> new Metric(figure.metric(), figure.unit()),
                LinkedHashMap::new,
                Collectors.toCollection(ArrayList::new)));
  }

  private void panel(Metric metric, List<Figure> figures) {
    Scale scale = Scale.of(figures);
    y += HEADING;
    String heading = metric.name() + ", " + metric.unit() + (scale.isLog() ? ", log scale" : "");
    svg.text("metric", Anchor.START, left, y, heading);
    y += ROW / 2;
    svg.line("axis", left, y, left, y + figures.size() * ROW);
    Set<String> references =
        part.figures().stream()
            .flatMap(figure -> Optional.ofNullable(figure.reference()).stream())
            .collect(Collectors.toSet());
    for (Figure figure : figures) {
      row(figure, scale, references.contains(figure.subject()));
      beside(figure, figures).ifPresent(reference -> mark(reference, scale));
      y += ROW;
    }
  }

  private void row(Figure figure, Scale scale, boolean isReference) {
    double middle = y + ROW / 2;
    String style = figure.isMiss() ? "miss" : isReference ? "reference" : "subject";
    svg.text("name", Anchor.END, left - MARGIN / 2, middle + 4, figure.subject());
    svg.rectangle(style, left, middle - BAR / 2, BARS * scale.part(figure.value()), BAR);
    double from = left + BARS * scale.part(figure.min());
    double to = left + BARS * scale.part(figure.max());
    svg.line("spread", from, middle, to, middle);
    svg.line("spread", from, middle - CAP, from, middle + CAP);
    svg.line("spread", to, middle - CAP, to, middle + CAP);
    svg.text("value", Anchor.START, left + BARS + MARGIN / 2, middle + 4, value(figure));
  }

  /** The reference of a figure, if it is measured by the same metric. */
  private static Optional<Figure> beside(Figure figure, List<Figure> panel) {
    return panel.stream()
        .filter(each -> each.subject().equals(figure.reference()) && !each.equals(figure))
        .findFirst();
  }

  private void mark(Figure reference, Scale scale) {
    double x = left + BARS * scale.part(reference.value());
    svg.line("beside", x, y + 1, x, y + ROW - 1);
  }

  private static String value(Figure figure) {
    StringBuilder text = new StringBuilder(figure.value() + " " + figure.unit());
    if (figure.ratio() != null) {
      text.append(", ").append(figure.ratio()).append(" x");
    }
    if (figure.budget() != null) {
      text.append(" (").append(figure.budget()).append(": ").append(figure.verdict()).append(')');
    }
    return text.toString();
  }
}
