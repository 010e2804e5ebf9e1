// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration: a whole Freshet on this machine, a known world of cached rows, events that
 * change some of them, and a check that exactly those became stale. Entry type: {@link
 * dev.freshet.cli.demo.Demo}.
 *
 * <p>The way through: {@code World} says which ids exist, {@code Keyspace} which entries, {@code
 * EventMaker} makes events, {@code Oracle} says from a plain table what each of them changes,
 * {@code Source} holds the newest version of every row, {@code Ledger} hears from the nodes what
 * was applied when, {@code Readers} read all the while, {@code Verifier} compares at the end, and
 * {@code Relay} is the bare pipe that the latencies stand beside. The oracle knows nothing of the
 * rule engine: two independent descriptions of the same facts have to agree. {@code demo.purge} is
 * an act of its own, after all that is measured.
 *
 * <p><b>Threads.</b> One thread drives a demo; nodes and readers report from theirs to {@code
 * Ledger} and {@code Source}, which are safe for any. <b>Failure.</b> What is wrong with a key is a
 * result, not an exception; an event that is never applied is a {@link
 * dev.freshet.cli.CommandFailure}.
 */
@NullMarked
package dev.freshet.cli.demo;

import org.jspecify.annotations.NullMarked;
