// SPDX-License-Identifier: Apache-2.0
/**
 * The demo's facts, with no rule engine in them: which entries there are, what events happen, and
 * from a plain table which entries each event must make stale. Entry type: {@link
 * dev.freshet.cli.demo.oracle.Oracle}.
 *
 * <p><b>Threads.</b> Everything is immutable, save for {@code EventMaker}, which is for one thread,
 * and {@code Source}, which is for all. <b>Failure.</b> An event type that the table does not know
 * is an {@link IllegalArgumentException}.
 */
@NullMarked
package dev.freshet.cli.demo.oracle;

import org.jspecify.annotations.NullMarked;
