// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP API of a node, for clients in any language. Entry type: {@link
 * dev.freshet.worker.http.NodeHttp}, which whoever embeds a node may start beside it; nothing else
 * in this module knows of it, and the library of the server is optional.
 *
 * <p>{@code RegionIndex} finds the region of a key among those that the service has opened; {@code
 * ServedRegion} turns values into bytes and back with the codec that the service has chosen. {@code
 * EntryReads} answers GET, {@code EntryWrites} PUT and DELETE, {@code Batches} both for many keys.
 * {@code Stamps} remembers the loads that clients carry out: a miss gives a stamp, and the value
 * that comes back with it is fenced by the cache as that of any loader.
 *
 * <p><b>Threads.</b> Event loops of the server answer what L1 has. L2 and the command log are
 * waited for without a thread; values are decoded, and batches read, on a bounded pool of workers.
 *
 * <p><b>Failure.</b> Every error is a problem with a code of {@code NodeProblem} or of the frame. A
 * stamp that is unknown, too old or overtaken by an invalidation is refused, and its value is not
 * cached. Nothing asks who a client is: by default the server listens on 127.0.0.1 alone.
 */
@NullMarked
package dev.freshet.worker.http;

import org.jspecify.annotations.NullMarked;
