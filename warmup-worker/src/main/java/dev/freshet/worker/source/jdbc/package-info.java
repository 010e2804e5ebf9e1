// SPDX-License-Identifier: Apache-2.0
/**
 * Keys and values from databases, through JDBC. Entry types: {@link
 * dev.freshet.worker.source.jdbc.JdbcSource}, a database that lists keys, and {@link
 * dev.freshet.worker.source.jdbc.JdbcLoader}, which loads values from one. A database is a {@link
 * javax.sql.DataSource}: the service's own, or one that {@link
 * dev.freshet.worker.source.jdbc.Pools} opens.
 *
 * <p>PostgreSQL is what is tested. Rows are streamed, statements read only.
 *
 * <p><b>Threads.</b> Everything is safe for any thread. A driver knows no interrupts, so statements
 * run in daemon threads of their own: who waits for one can be interrupted at any time, upon which
 * the statement is cancelled, and the connection cut off if that does not help.
 *
 * <p><b>Failure.</b> What a database refuses is a {@link dev.freshet.worker.source.SourceException}
 * with its name for the error and the first line of its message. The connection goes back to its
 * pool in any case, in the state that it came in.
 */
@NullMarked
package dev.freshet.worker.source.jdbc;

import org.jspecify.annotations.NullMarked;
