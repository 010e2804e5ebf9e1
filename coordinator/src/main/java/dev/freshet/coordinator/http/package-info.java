// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP API of a coordinator. Entry type is {@link dev.freshet.coordinator.http.CoordinatorApi},
 * which puts the groups of operations together: each is a package below this one and a part of the
 * OpenAPI document ({@code base.yaml} and the files beside it), which is written first and to which
 * the operations are bound by their ids.
 *
 * <p><b>Threads.</b> Requests run on an event loop, what may block on a bounded pool of workers.
 * <b>Failure.</b> Every failure is answered as a problem with a stable code: those of {@code
 * dev.freshet.http}, of {@code terms}, and of rule files.
 */
@NullMarked
package dev.freshet.coordinator.http;

import org.jspecify.annotations.NullMarked;
