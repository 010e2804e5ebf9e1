// SPDX-License-Identifier: Apache-2.0
/**
 * Reads retained domain events once more, to see what other rules would have made of them. Entry
 * type is {@link dev.freshet.coordinator.replay.EventReplay}. Writes nothing, joins no group and
 * leaves no trace in the cluster.
 *
 * <p><b>Threads.</b> One. <b>Failure.</b> What is no event is counted and passed over; a cluster or
 * registry that does not answer ends the replay with an exception that names what was asked.
 */
@NullMarked
package dev.freshet.coordinator.replay;

import org.jspecify.annotations.NullMarked;
