// SPDX-License-Identifier: Apache-2.0
/**
 * A whole Freshet on this machine, for {@code demo} and {@code dev}: broker, Redis and registry of
 * the local stack with a coordinator and nodes on them. Entry type: {@link
 * dev.freshet.cli.local.LocalStack}.
 *
 * <p><b>Threads.</b> Starting and closing is for one thread; both block. <b>Failure.</b> A stack
 * that does not come up closes what it had started.
 */
@NullMarked
package dev.freshet.cli.local;

import org.jspecify.annotations.NullMarked;
