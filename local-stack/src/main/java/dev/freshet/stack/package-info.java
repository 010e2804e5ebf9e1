// SPDX-License-Identifier: Apache-2.0
/**
 * Real servers on this machine, without an installation and without Docker: a Kafka broker inside
 * this JVM ({@link dev.freshet.stack.EmbeddedKafka}), a Redis beside it ({@link
 * dev.freshet.stack.EmbeddedRedis}) and a schema registry behind HTTP ({@link
 * dev.freshet.stack.LocalSchemaRegistry}). For {@code demo}, {@code dev} and tests; never for
 * production: one replica, no security, loopback addresses only.
 *
 * <p>A {@link dev.freshet.stack.Placement} says where a server stands: a fixed or a free port, a
 * directory that is kept or one that is thrown away. Every {@code start} blocks until the server
 * answers in its own protocol.
 *
 * <p><b>Threads.</b> Every type is safe for any thread. <b>Failure.</b> A taken port is a {@link
 * dev.freshet.stack.PortInUseException} before anything is started; a server that does not come up
 * is a {@link dev.freshet.stack.ServerStartException} with what it printed last. Child processes
 * end with this JVM, however it ends ({@link dev.freshet.stack.ChildProcess}).
 */
@NullMarked
package dev.freshet.stack;

import org.jspecify.annotations.NullMarked;
