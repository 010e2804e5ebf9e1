// SPDX-License-Identifier: Apache-2.0
/**
 * Cache-state events over HTTP, as server-sent events and over WebSockets. Entry type is {@link
 * dev.freshet.coordinator.http.stream.StreamOperations}. The events are read from Kafka once for
 * all clients ({@code StateFeed}) and written into one form once for all of them ({@code Frame}).
 *
 * <p><b>Memory.</b> The newest events stand in a ring of bounded length and size, from which every
 * client takes what its connection has room for. A client that is slower than the ring turns is
 * told what it missed; beside the ring it holds no more than a few events and what Vert.x and the
 * system buffer for its connection. A client that resumes further back reads from Kafka by itself,
 * as fast as it takes the events; few may do so at one time, and the others wait for their turn.
 *
 * <p><b>Threads.</b> One thread reads Kafka for the ring, a few read for clients that catch up;
 * everything of a client runs on the event loop of its connection. <b>Failure.</b> Kafka or a
 * schema registry that is away holds the stream up and ends no connection.
 */
@NullMarked
package dev.freshet.coordinator.http.stream;

import org.jspecify.annotations.NullMarked;
