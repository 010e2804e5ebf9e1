// SPDX-License-Identifier: Apache-2.0
/**
 * Keys and values from HTTP endpoints, by the client of Vert.x, which is an optional dependency.
 * Entry types: {@link dev.freshet.worker.source.http.HttpEndpoint}, which lists keys, and {@link
 * dev.freshet.worker.source.http.HttpLoader}, which loads values from one.
 *
 * <p><b>Reach.</b> A request goes to a path below its endpoint's URL and nowhere else: no other
 * host, no {@code ..}, no redirect. What stands in jobs and keys cannot lead it away.
 *
 * <p><b>Threads.</b> Everything is safe for any thread but an event loop: callers block until the
 * answer is there, its time is over, or they are interrupted, upon which the request is reset.
 *
 * <p><b>Failure.</b> An answer that is late, too large, of another status or of another form is a
 * {@link dev.freshet.worker.source.SourceException} that names endpoint and path, and shows neither
 * headers nor the body.
 */
@NullMarked
package dev.freshet.worker.source.http;

import org.jspecify.annotations.NullMarked;
