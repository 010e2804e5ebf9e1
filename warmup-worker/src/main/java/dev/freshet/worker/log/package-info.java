// SPDX-License-Identifier: Apache-2.0
/**
 * The command log as a node sees it. Entry types: {@link dev.freshet.worker.log.CommandFollower},
 * which reads it, and {@link dev.freshet.worker.log.CommandWriter}, which appends to it.
 *
 * <p>The way of a record: {@code LogTail} reads the log (every partition, by assignment, without a
 * group), {@code LogRecordDecoder} says what a record is, {@code RecordHandler} hands commands to
 * the cache's applier and markers to {@code AppliedProgress}. Internal to the {@code warmup-worker}
 * module.
 *
 * <p><b>Threads.</b> One follower thread a node; it alone applies commands. {@code CommandWriter}
 * and {@code AppliedProgress} are safe for any thread.
 *
 * <p><b>Failure.</b> A record that cannot be read makes everything stale: unknown means unsafe. A
 * log that is another one, or has lost records, makes the follower start over.
 */
@NullMarked
package dev.freshet.worker.log;

import org.jspecify.annotations.NullMarked;
