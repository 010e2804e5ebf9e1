// SPDX-License-Identifier: Apache-2.0
/**
 * How processes of their own write the log: lines for people, or one JSON object a line for
 * programs. Entry type: {@link dev.freshet.cli.log.ServiceLog}.
 *
 * <p><b>Threads.</b> Set up once, by one thread, before others log. <b>Failure.</b> A line that
 * cannot be written as it is is written without what is in its way.
 */
@NullMarked
package dev.freshet.cli.log;

import org.jspecify.annotations.NullMarked;
