// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import dev.freshet.cache.EntryKey;
import dev.freshet.worker.source.SourceException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the values of a batch of keys: one after another, or all at once. Immutable. */
record ValueReader<V>(JdbcSource source, NamedQuery query, RowMapper<V> mapper) {
  /** A query that finds more rows for each key, and some more, is not the one that was meant. */
  private static final int MOST_ROWS_OF_KEY = 10;

  private static final int SOME_ROWS = 1_000;

  /** A value, and whose it is. */
  record Row<V>(EntryKey key, V value) {}

  void read(List<EntryKey> keys, Session<Row<V>> session, Handover<Row<V>> handover)
      throws SQLException, SourceException, InterruptedException {
    Binder binder = Binder.of(session.current());
    if (query.batched()) {
      readAll(keys, binder, session, handover);
    } else {
      readEach(keys, binder, session, handover);
    }
  }

  private void readEach(
      List<EntryKey> keys, Binder binder, Session<Row<V>> session, Handover<Row<V>> handover)
      throws SQLException, SourceException, InterruptedException {
    try (PreparedStatement statement = session.prepare(query.sql(), 2)) {
      for (EntryKey key : keys) {
        for (int i = 0; i < query.holes().size(); i++) {
          binder.bind(statement, i + 1, text(key.param(query.holes().get(i))));
        }
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            handOver(key, row, handover);
            requireNone(key, row.next());
          }
        }
      }
    }
  }

  private void readAll(
      List<EntryKey> keys, Binder binder, Session<Row<V>> session, Handover<Row<V>> handover)
      throws SQLException, SourceException, InterruptedException {
    List<String> holes = List.copyOf(keys.get(0).params().keySet());
    Map<List<String>, EntryKey> byValues = new HashMap<>();
    keys.forEach(key -> byValues.put(texts(holes, key), key));
    long most = (long) MOST_ROWS_OF_KEY * keys.size() + SOME_ROWS;
    try (PreparedStatement statement = session.prepare(query.sql(), most + 1)) {
      for (int i = 0; i < query.holes().size(); i++) {
        String hole = query.holes().get(i);
        binder.bind(statement, i + 1, keys.stream().map(key -> text(key.param(hole))).toList());
      }
      try (ResultSet row = statement.executeQuery()) {
        Columns columns = Columns.of(source, row.getMetaData(), holes);
        Set<EntryKey> found = new HashSet<>();
        long rows = 0;
        for (; row.next(); rows++) {
          EntryKey key = byValues.get(texts(columns.read(row).values()));
          if (key != null) {
            requireNone(key, !found.add(key));
            handOver(key, row, handover);
          }
        }
        requireFitting(rows, most, keys, found);
      }
    }
  }

  private void handOver(EntryKey key, ResultSet row, Handover<Row<V>> handover)
      throws SQLException, InterruptedException {
    V value = mapper.map(row);
    if (value != null) {
      handover.add(new Row<>(key, value));
    }
  }

  private void requireNone(EntryKey key, boolean second) throws SourceException {
    if (second) {
      throw new SourceException(source + ": found a second row for " + key + ", expected one");
    }
  }

  /**
   * Rows beyond the most may be those that were asked for; and if none is, values differ in form.
   */
  private void requireFitting(long rows, long most, List<EntryKey> keys, Set<EntryKey> found)
      throws SourceException {
    if (rows > most) {
      throw new SourceException(
          source + ": found more than " + most + " rows for " + keys.size() + " keys");
    }
    if (rows > 0 && found.isEmpty()) {
      throw new SourceException(
          source
              + ": found "
              + rows
              + " rows, of which none is of a key that was asked for, expected the columns "
              + keys.get(0).params().keySet()
              + " to have the values of the keys");
    }
  }

  /** In the order of the holes: the keys may name them in any. */
  private static List<String> texts(List<String> holes, EntryKey key) {
    return holes.stream().map(hole -> text(key.param(hole))).toList();
  }

  private static List<String> texts(Collection<Object> values) {
    return values.stream().map(ValueReader::text).toList();
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }
}
