// SPDX-License-Identifier: Apache-2.0
/**
 * Following the command log and the cache-state events. Entry type: {@link
 * dev.freshet.cli.watch.Lookout}.
 *
 * <p><b>Threads.</b> For one thread. <b>Failure.</b> A record that cannot be read is shown as such
 * and the tail goes on.
 */
@NullMarked
package dev.freshet.cli.watch;

import org.jspecify.annotations.NullMarked;
