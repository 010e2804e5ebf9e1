// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import dev.freshet.worker.source.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One use of a connection, by a thread that reads, and that another thread may stop. What it reads
 * is read only, in one transaction, which is rolled back.
 */
final class Session<T> implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {

    /** Reads; answers how many items there were beyond those that were handed over. */
    long read(Session<T> session, Handover<T> handover)
        throws SQLException, SourceException, InterruptedException;
  }

  private final DataSource pool;
  private final Duration timeout;
  private final Work<T> work;
  private final Handover<T> handover;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by this: a statement that begins as it is stopped must not be missed, and a thread that
  // does something else by now must not be interrupted.
  private @Nullable Thread reader;
  private @Nullable Connection connection;
  private @Nullable PreparedStatement statement;
  private boolean stopped;

  Session(DataSource pool, Duration timeout, Work<T> work, Handover<T> handover) {
    this.pool = pool;
    this.timeout = timeout;
    this.work = work;
    this.handover = handover;
  }

  /** Prepares a statement whose rows come in pages. The caller closes it. */
  PreparedStatement prepare(String sql, long maxRows) throws SQLException {
    PreparedStatement prepared = current().prepareStatement(sql);
    prepared.setFetchSize(Handover.PAGE);
    prepared.setMaxRows((int) Math.min(maxRows, Integer.MAX_VALUE));
    // For a server that hears nothing any more of this process.
    prepared.setQueryTimeout(Math.toIntExact(timeout.plusSeconds(1).toSeconds()));
    register(prepared);
    return prepared;
  }

  /** The connection. */
  synchronized Connection current() throws SQLException {
    requireWanted();
    return Objects.requireNonNull(connection, "connection");
  }

  @Override
  public void run() {
    begin();
    try {
      handover.end(readOnly());
    } catch (Throwable e) {
      handover.fail(e);
    } finally {
      end();
    }
  }

  private long readOnly() throws SQLException, SourceException, InterruptedException {
    try (Connection opened = pool.getConnection()) {
      register(opened);
      boolean autoCommit = opened.getAutoCommit();
      boolean readOnly = opened.isReadOnly();
      // With it, PostgreSQL would send all rows at once. The order spares it a message of its own.
      opened.setAutoCommit(false);
      opened.setReadOnly(true);
      try {
        return work.read(this, handover);
      } finally {
        release();
        restore(opened, autoCommit, readOnly);
      }
    }
  }

  private static void restore(Connection opened, boolean autoCommit, boolean readOnly) {
    try {
      opened.rollback();
      opened.setReadOnly(readOnly);
      opened.setAutoCommit(autoCommit);
    } catch (SQLException broken) {
      // What was read, or why nothing was, is said already; pools drop such a connection.
      JdbcSource.LOG.debug("Connection broken after its use", broken);
    }
  }

  private synchronized void begin() {
    reader = Thread.currentThread();
  }

  private synchronized void end() {
    reader = null;
    // If it was stopped just now: the thread's next work has nothing to do with it.
    boolean unused = Thread.interrupted();
    ended.countDown();
  }

  private synchronized void register(Connection opened) throws SQLException {
    connection = opened;
    requireWanted();
  }

  private synchronized void register(PreparedStatement prepared) throws SQLException {
    statement = prepared;
    requireWanted();
  }

  private void requireWanted() throws SQLException {
    if (stopped) {
      throw new SQLException("stopped");
    }
  }

  private synchronized void release() {
    connection = null;
    statement = null;
  }

  /** Has it end soon, if it has not ended. Does not wait; {@code helpers} do. */
  synchronized void stop(Executor helpers) {
    if (ended.getCount() == 0) {
      return;
    }
    stopped = true;
    if (reader != null) {
      reader.interrupt();
    }
    PreparedStatement running = statement;
    if (running != null) {
      helpers.execute(() -> cancel(running));
    }
    Connection cut = connection;
    if (cut != null) {
      helpers.execute(() -> abortUnlessEnded(cut));
    }
  }

  private void cancel(PreparedStatement running) {
    try {
      running.cancel();
    } catch (SQLException e) {
      JdbcSource.LOG.debug("Statement not cancelled, its connection is cut off", e);
    }
  }

  private void abortUnlessEnded(Connection cut) {
    try {
      if (!ended.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        cut.abort(Runnable::run);
      }
    } catch (SQLException e) {
      JdbcSource.LOG.warn("Connection of a statement that was given up not cut off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
