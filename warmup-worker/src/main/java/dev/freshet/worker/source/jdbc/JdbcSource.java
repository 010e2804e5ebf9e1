// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import dev.freshet.worker.source.ConfiguredName;
import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.RowConsumer;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.SourceException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database by its name. Lists keys: the columns of a query are named as the holes of the key, in
 * quotes where a name has capitals ({@code select user_id as "userId"}); a name without quotes is
 * found in whatever case the database gives it. Immutable and safe for any thread.
 */
public final class JdbcSource implements RowSource {
  /** How long a statement may take if nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  static final Logger LOG = LoggerFactory.getLogger(JdbcSource.class);

  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
  private static final AtomicInteger THREADS = new AtomicInteger();

  /** As many as statements run; a pool of connections bounds them. */
  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "freshet-jdbc-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private final String name;
  private final DataSource pool;
  private final Duration timeout;

  private JdbcSource(String name, DataSource pool, Duration timeout) {
    this.name = name;
    this.pool = pool;
    this.timeout = timeout;
  }

  /**
   * A database, with {@link #DEFAULT_TIMEOUT}.
   *
   * @param name for jobs, registrations and messages
   * @param pool stays the caller's. Its number of connections is how many statements run at a time.
   * @throws IllegalArgumentException if the name is none
   */
  public static JdbcSource of(String name, DataSource pool) {
    return new JdbcSource(ConfiguredName.require("data source", name), pool, DEFAULT_TIMEOUT);
  }

  /**
   * The same with another time that a statement may take, with all its rows.
   *
   * @throws IllegalArgumentException if it is not longer than 0, or longer than a day
   */
  public JdbcSource withTimeout(Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          this + ": timeout: found " + value + ", expected more than 0, up to " + MAX_TIMEOUT);
    }
    return new JdbcSource(name, pool, value);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  @Override
  public KeyRows rows(String query) {
    return (columns, maxRows, rows) -> list(query, columns, maxRows, rows);
  }

  private long list(String query, List<String> columns, long maxRows, RowConsumer rows)
      throws SourceException, InterruptedException {
    return this.<Map<String, Object>>read(
        (session, handover) -> {
          long most = maxRows + KeyRows.MOST_COUNTED;
          try (PreparedStatement statement = session.prepare(query, most);
              ResultSet found = statement.executeQuery()) {
            Columns wanted = Columns.of(this, found.getMetaData(), columns);
            long count = 0;
            for (; found.next(); count++) {
              if (count < maxRows) {
                handover.add(wanted.read(found));
              }
            }
            return Math.max(0, count - maxRows);
          }
        },
        rows::accept);
  }

  /**
   * Has {@code work} read, and {@code taker} take what it reads, in this thread. Blocks until all
   * is taken.
   *
   * @return what {@code work} answers
   * @throws SourceException if the database refuses, or takes too long
   */
  <T> long read(Session.Work<T> work, Handover.Taker<T> taker)
      throws SourceException, InterruptedException {
    Handover<T> handover = new Handover<>();
    Session<T> session = new Session<>(pool, timeout, work, handover);
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    READERS.execute(session);
    try {
      return handover.takeAll(deadlineNanos, taker);
    } catch (TimeoutException e) {
      throw new SourceException(this + ": not done within " + timeout, e);
    } catch (Handover.ReadFailedException e) {
      throw failure(e.reason);
    } finally {
      session.stop(READERS);
    }
  }

  private SourceException failure(Throwable reason) {
    if (reason instanceof SourceException known) {
      return known;
    }
    if (reason instanceof Error error) {
      throw error;
    }
    if (!(reason instanceof SQLException sql)) {
      return new SourceException(this + ": found a row that cannot be read: " + reason, reason);
    }
    String state = sql.getSQLState() == null ? "" : sql.getSQLState() + ", ";
    String message = String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
    return new SourceException(this + ": the database says " + state + message, sql);
  }

  /** For messages. */
  @Override
  public String toString() {
    return "data source " + name;
  }
}
