// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes a value of a row. Called from any thread. */
@FunctionalInterface
public interface RowMapper<V> {

  /**
   * The value of the current row.
   *
   * @param row not to be moved or closed
   * @return null if the row counts as none
   */
  @Nullable V map(ResultSet row) throws SQLException;
}
