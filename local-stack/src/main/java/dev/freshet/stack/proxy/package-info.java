// SPDX-License-Identifier: Apache-2.0
/**
 * A network on this machine that can be cut and slowed down, between one client and one server.
 * Entry type: {@link dev.freshet.stack.proxy.TcpProxy}. Safe for any thread; each connection has a
 * few daemon threads of its own. A connection that breaks on one side breaks on the other, and
 * nothing is raised here.
 */
@NullMarked
package dev.freshet.stack.proxy;

import org.jspecify.annotations.NullMarked;
