// SPDX-License-Identifier: Apache-2.0
/**
 * What the HTTP APIs of coordinator and node have in common.
 *
 * <p><b>Threads.</b> Handlers run on event loops and never block them. <b>Failure.</b> Every error
 * is answered as {@code application/problem+json} (RFC 9457).
 */
@NullMarked
package dev.freshet.http;

import org.jspecify.annotations.NullMarked;
