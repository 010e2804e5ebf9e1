// SPDX-License-Identifier: Apache-2.0
/**
 * The frame of Freshet's HTTP APIs, on Vert.x: an OpenAPI document first, handlers bound by
 * operation id, requests checked, failures as problem details, limits on what a client may hold.
 * Entry type {@link dev.freshet.http.ApiServer}; groups of operations implement {@link
 * dev.freshet.http.Operations}. Knows nothing of Freshet's other modules.
 *
 * <p>One event loop serves a server; handlers that may block run on a bounded pool of workers. A
 * server starts wholly or throws: an operation without handler, a handler without operation, or a
 * taken port is named. It closes gracefully: it accepts nothing new, answers what runs for up to 5
 * s, and ends.
 */
@NullMarked
package dev.freshet.http;

import org.jspecify.annotations.NullMarked;
