// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pools of connections to databases, by HikariCP, for who has none: {@code com.zaxxer:HikariCP} and
 * the driver of the database are added by who opens one. Stateless.
 */
public final class Pools {
  /** How many connections a pool has if nothing else is said. */
  public static final int DEFAULT_SIZE = 4;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private Pools() {}

  /**
   * Opens a pool of at most {@code size} connections, which are made when they are needed and given
   * up when nobody needs them: nothing connects here, and the database may come later.
   *
   * @param name for threads and messages
   * @param url of JDBC, for example {@code jdbc:postgresql://db:5432/payments}
   * @param user null for none, or that of the URL
   * @param password null for none
   * @return to be closed by the caller
   * @throws IllegalArgumentException if there is no driver for the URL; does not show it
   */
  public static HikariDataSource open(
      String name, String url, @Nullable String user, @Nullable String password, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setReadOnly(true);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    if (url.startsWith("jdbc:postgresql:")) {
      // In seconds. A connection that is cut off is freed only when nobody waits to cancel on it.
      config.addDataSourceProperty("cancelSignalTimeout", "2");
    }
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      // Neither the message nor its cause is for others: they may show the URL, and that a
      // password.
      throw new IllegalArgumentException(
          "data source "
              + name
              + ": url: found one that no driver here takes, expected one such as"
              + " jdbc:postgresql://host:5432/database");
    }
  }
}
