// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run publishes: its figures as JSON, and as Markdown with the losses first. Immutable.
 *
 * @param environment how and where was measured, a line each
 * @param parts one for each suite, in the order they ran
 */
public record Report(List<String> environment, List<Part> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The figures of one suite.
   *
   * @param title what the suite measures
   */
  public record Part(String suite, String title, List<Figure> figures) {
    public Part {
      figures = List.copyOf(figures);
    }

    /** The file with its chart, beside the report. */
    public String chartFile() {
      return suite + ".svg";
    }
  }

  public Report {
    environment = List.copyOf(environment);
    parts = List.copyOf(parts);
  }

  /** The figures of all suites. */
  public List<Figure> figures() {
    return parts.stream().flatMap(part -> part.figures().stream()).toList();
  }

  /** The budgets that do not hold. */
  public List<Figure> misses() {
    return figures().stream().filter(Figure::isMiss).toList();
  }

  /** An array with one object for each figure, one to a line. */
  public String json() {
    List<String> lines = figures().stream().map(Report::json).toList();
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  /** Tables: the losses, then each suite, with a link to its chart. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    environment.forEach(line -> lines.add("- " + line));
    lines.add("");
    lines.add("### Losses");
    lines.add("");
    if (misses().isEmpty()) {
      lines.add("None: every budget that this run measures is kept.");
    } else {
      lines.addAll(table(misses()));
    }
    for (Part part : parts) {
      lines.add("");
      lines.add("### `" + part.suite() + "`: " + part.title());
      lines.add("");
      lines.add("![" + part.title() + "](" + part.chartFile() + ")");
      lines.add("");
      lines.addAll(table(part.figures()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String json(Figure figure) {
    try {
      return JSON.writeValueAsString(figure);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figure " + figure + ": has no JSON form", e);
    }
  }

  private static List<String> table(List<Figure> figures) {
    List<String> lines = new ArrayList<>();
    lines.add("| subject | metric | value | min to max | reference | ratio | budget | |");
    lines.add("|---|---|---:|---:|---|---:|---|---|");
    figures.forEach(figure -> lines.add(row(figure)));
    return lines;
  }

  private static String row(Figure figure) {
    return "| %s | %s | %s %s | %s to %s | %s | %s | %s | %s |"
        .formatted(
            figure.subject(),
            figure.metric(),
            figure.value(),
            figure.unit(),
            figure.min(),
            figure.max(),
            orEmpty(figure.reference()),
            orEmpty(figure.ratio()),
            orEmpty(figure.budget()),
            orEmpty(figure.verdict()));
  }

  private static String orEmpty(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
