// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Columns under titles, each as wide as its longest text. For one thread.
 *
 * @param <T> what a row is made of
 */
public final class Table<T> {
  private record Column<T>(String title, Function<T, String> cell) {}

  private final boolean wide;
  private final List<Column<T>> columns = new ArrayList<>();

  /** A table; {@code wide} with all its columns. */
  public Table(boolean wide) {
    this.wide = wide;
  }

  /**
   * Of rows that are JSON: a column with what stands at a path such as {@code lease/heartbeatMs}.
   */
  public static Table<JsonNode> of(boolean wide, String... titlesAndPaths) {
    Table<JsonNode> table = new Table<>(wide);
    for (int i = 0; i < titlesAndPaths.length; i += 2) {
      String path = "/" + titlesAndPaths[i + 1];
      table.column(titlesAndPaths[i], row -> Cells.text(row.at(path)));
    }
    return table;
  }

  /** A column, with what its cells say. */
  public Table<T> column(String title, Function<T, String> cell) {
    columns.add(new Column<>(title, cell));
    return this;
  }

  /** A column of wide tables. */
  public Table<T> wideColumn(String title, Function<T, String> cell) {
    return wide ? column(title, cell) : this;
  }

  /** Prints a line of titles, and one for each row; nothing without rows. */
  public void print(Iterable<T> rows, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    rows.forEach(row -> lines.add(columns.stream().map(each -> each.cell().apply(row)).toList()));
    if (lines.size() == 1) {
      return;
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    lines.forEach(line -> out.println(row(line, widths)));
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      row.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    return row.toString().stripTrailing();
  }
}
