// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import dev.freshet.worker.source.SourceException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the holes of a key stand in a row. Immutable. */
record Columns(Map<String, Integer> indexes) {
  private static final Set<Class<?>> KEPT =
      Set.of(Boolean.class, Short.class, Integer.class, Long.class, BigInteger.class, UUID.class);

  /**
   * Finds the columns: by their label, else by their label in whatever case.
   *
   * @throws SourceException if one is missing; names all
   */
  static Columns of(JdbcSource source, ResultSetMetaData row, List<String> holes)
      throws SQLException, SourceException {
    Map<String, Integer> labels = new LinkedHashMap<>();
    for (int i = 1; i <= row.getColumnCount(); i++) {
      labels.putIfAbsent(row.getColumnLabel(i), i);
    }
    Map<String, Integer> indexes = new LinkedHashMap<>();
    for (String hole : holes) {
      Integer index = find(hole, labels);
      if (index != null) {
        indexes.put(hole, index);
      }
    }
    if (indexes.size() < holes.size()) {
      throw new SourceException(
          source + ": found the columns " + labels.keySet() + ", expected " + holes);
    }
    return new Columns(indexes);
  }

  private static @Nullable Integer find(String hole, Map<String, Integer> labels) {
    Integer exact = labels.get(hole);
    return exact != null
        ? exact
        : labels.entrySet().stream()
            .filter(label -> label.getKey().equalsIgnoreCase(hole))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  /**
   * The values of the current row, without those that are null. What is no part of a key is text.
   */
  Map<String, Object> read(ResultSet row) throws SQLException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> column : indexes.entrySet()) {
      Object value = row.getObject(column.getValue());
      if (value != null) {
        values.put(
            column.getKey(),
            KEPT.contains(value.getClass()) ? value : row.getString(column.getValue()));
      }
    }
    return values;
  }
}
