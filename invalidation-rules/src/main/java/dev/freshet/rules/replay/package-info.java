// SPDX-License-Identifier: Apache-2.0
/**
 * What a revision of the rules would do: events that happened go through two rule books. Entry type
 * is {@link dev.freshet.rules.replay.Replay}; its answer is a {@link
 * dev.freshet.rules.replay.BlastRadius}, which a {@link dev.freshet.rules.replay.BlastLimit}
 * judges.
 *
 * <p>A replay belongs to one thread and keeps a bounded amount, however many events it is given;
 * all else is immutable. Nothing does I/O: where the events come from is for the caller.
 */
@NullMarked
package dev.freshet.rules.replay;

import org.jspecify.annotations.NullMarked;
