// SPDX-License-Identifier: Apache-2.0
/**
 * The library that a service embeds. Entry type: {@link dev.freshet.worker.FreshetNode}.
 *
 * <p>A node is a cache, a follower of the command log, which feeds it, and a writer of the node's
 * own commands, which waits until the follower has come to them ({@code worker.log}). It works on
 * the warm-up tasks of its service ({@code worker.warmup}). {@code NodeRegions} opens the regions
 * that rule files declare; {@code Reactions} counts, reports and tells what was applied.
 *
 * <p><b>Threads.</b> One follower thread a node; it alone applies commands. Everything public is
 * safe for any thread.
 *
 * <p><b>Failure.</b> While Kafka is away the node serves what it has and catches up later. A record
 * that cannot be read makes everything stale: unknown means unsafe. A log that is another one, or
 * has lost records, makes the node start over; values in L2 from before the log's start are
 * refused. Redis stands behind a circuit breaker: while it is away, L1 and the loaders serve.
 */
@NullMarked
package dev.freshet.worker;

import org.jspecify.annotations.NullMarked;
