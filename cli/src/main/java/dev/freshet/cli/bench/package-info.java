// SPDX-License-Identifier: Apache-2.0
/**
 * {@code freshet bench}: loads that users point at servers of their own, what they measure, and a
 * check of every read. Entry type: {@link dev.freshet.cli.bench.BenchCommand}.
 *
 * <p>The way through: a {@code Profile} says as data what a load is like, {@code Schedule} when
 * each event and each read of it is due, {@code Engine} runs it on a {@code Fleet} of nodes: {@code
 * Writer} changes the source and publishes, {@code Ledger} hears where events are applied, {@code
 * Readers} read and hold each answer against the source. {@code Tally} counts, {@code Outcome} is
 * what came of it, and {@code BenchReport} publishes it. {@code bench.ground} is where it runs.
 *
 * <p><b>Times.</b> All of them begin when an event or a read was due, not when its turn came: a
 * load that gets stuck shows in the times of all that had to wait for it.
 *
 * <p><b>Threads.</b> One thread drives; a writer and readers are ended by whoever started them.
 * <b>Failure.</b> Stale reads, errors and events that are not applied are results, which the exit
 * code tells; what cannot be measured at all is a {@link dev.freshet.cli.CommandFailure}.
 */
@NullMarked
package dev.freshet.cli.bench;

import org.jspecify.annotations.NullMarked;
