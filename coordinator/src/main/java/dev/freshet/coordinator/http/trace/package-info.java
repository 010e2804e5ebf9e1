// SPDX-License-Identifier: Apache-2.0
/**
 * What became of an event: the rules that concern it, the commands it caused, the nodes that have
 * applied it. Entry type is {@link dev.freshet.coordinator.http.trace.TraceOperations}.
 *
 * <p><b>Threads.</b> A trace reads topics on a worker of the API, two at a time. <b>Failure.</b> It
 * looks at so many records and for so long, and says when that was not enough.
 */
@NullMarked
package dev.freshet.coordinator.http.trace;

import org.jspecify.annotations.NullMarked;
