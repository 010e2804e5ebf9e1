// SPDX-License-Identifier: Apache-2.0
/**
 * The demo's last act: one command makes all prices of a shop stale while readers ask for the
 * busiest of them, and a warm-up job has them back before most readers notice. Entry type: {@link
 * dev.freshet.cli.demo.purge.PurgeAct}.
 *
 * <p>{@code PriceRules} declares the region, the rule and the job; {@code Prices} is the slow
 * source of their values; {@code HotReaders} read all the while, and {@code HitRates} counts how
 * many of them had to wait for the source; {@code PurgeWatch} hears from the nodes when they
 * applied the command; {@code WarmupTail} hears of runs and of hot keys.
 *
 * <p><b>Threads.</b> One thread drives the act; nodes and readers report from theirs to {@code
 * PurgeWatch} and {@code HitRates}, which are safe for any. <b>Failure.</b> What is wrong with what
 * was read or warmed is a result, not an exception; what does not happen in time is a {@link
 * dev.freshet.cli.CommandFailure}.
 */
@NullMarked
package dev.freshet.cli.demo.purge;

import org.jspecify.annotations.NullMarked;
