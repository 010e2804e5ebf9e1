// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The source of truth: rows in PostgreSQL whose versions only grow. For one thread at a time. */
final class Items implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement change;

  /** Makes the rows 0 to {@code count} - 1, each of version 0. */
  Items(String url, int count) throws SQLException {
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table items (id int primary key, version bigint not null)");
      statement.execute(
          "insert into items select i, 0 from generate_series(0, " + count + " - 1) i");
      statement.execute("analyze items");
    }
    change = connection.prepareStatement("update items set version = version + 1 where id = ?");
  }

  /** Changes a row; done for everybody when this returns. */
  void change(int id) throws SQLException {
    change.setInt(1, id);
    int unused = change.executeUpdate();
  }

  /** How all rows are now. */
  Map<Integer, Long> versions() throws SQLException {
    Map<Integer, Long> versions = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, version from items")) {
      while (rows.next()) {
        versions.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return versions;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
