// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;

/** Puts values, which are text, into the holes of a statement, as its database wants it. */
sealed interface Binder {
  /** The value of one hole. */
  void bind(PreparedStatement statement, int index, String value) throws SQLException;

  /** An array of values. */
  void bind(PreparedStatement statement, int index, List<String> values) throws SQLException;

  /** For the database that a connection leads to. */
  static Binder of(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
        ? new Postgres()
        : new Standard(connection);
  }

  /**
   * PostgreSQL infers the type of a parameter that is sent without one, and then reads the text as
   * it would read a literal; as {@code varchar}, it would not be compared with a number.
   */
  record Postgres() implements Binder {
    @Override
    public void bind(PreparedStatement statement, int index, String value) throws SQLException {
      statement.setObject(index, value, Types.OTHER);
    }

    @Override
    public void bind(PreparedStatement statement, int index, List<String> values)
        throws SQLException {
      statement.setObject(index, literal(values), Types.OTHER);
    }

    private static String literal(List<String> values) {
      return values.stream()
          .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** What JDBC says. */
  record Standard(Connection connection) implements Binder {
    @Override
    public void bind(PreparedStatement statement, int index, String value) throws SQLException {
      statement.setString(index, value);
    }

    @Override
    public void bind(PreparedStatement statement, int index, List<String> values)
        throws SQLException {
      statement.setArray(index, connection.createArrayOf("VARCHAR", values.toArray()));
    }
  }
}
