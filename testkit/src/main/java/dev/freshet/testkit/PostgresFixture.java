// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The PostgreSQL of this JVM's tests: {@code
 * FRESHET_TEST_POSTGRES=jdbc:postgresql://host:port/postgres?user=…} (environment or system
 * property), else a child process. One for all tests, which keep apart by {@link #newDatabase}.
 * Safe for any thread.
 */
public final class PostgresFixture {

  private static final Fixture FIXTURE =
      new Fixture(
          "PostgreSQL",
          "FRESHET_TEST_POSTGRES",
          PostgresFixture::embedded,
          Containers::postgres,
          "install PostgreSQL 14 and start it");

  private PostgresFixture() {}

  /**
   * Of the form {@code jdbc:postgresql://host:port/postgres?user=postgres}, of a user who may do
   * anything. The first call blocks while a server starts, about three seconds.
   *
   * @throws IllegalStateException with a hint if there is none
   */
  public static String url() {
    return FIXTURE.address();
  }

  /**
   * An empty database that no other test has; as {@link #url}.
   *
   * @throws IllegalStateException if there is no server, with a hint, or it refuses
   */
  public static String newDatabase() {
    String name = Environments.unique().replace('-', '_');
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException refused) {
      throw new IllegalStateException("PostgreSQL: cannot create database " + name, refused);
    }
    return url().replaceFirst("(://[^/]+/)[^?]*", "$1" + name);
  }

  private static Fixture.Started embedded() {
    Postgres postgres = Postgres.start();
    return new Fixture.Started(postgres.url(), postgres);
  }
}
