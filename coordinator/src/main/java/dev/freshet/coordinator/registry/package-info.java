// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the registry: from registrations and heartbeats to the states of members, and to reports of
 * what happens to them. Entry type is {@link dev.freshet.coordinator.registry.RegistryTopology}.
 * Its one step, {@code RegistryStep}, has each record read by {@code Inbox}, which tells {@link
 * dev.freshet.registry.keeping.Registry}, which decides; {@code Outbox} writes what follows.
 *
 * <p><b>Threads.</b> One task of one thread, for all topics have one partition. <b>Failure.</b>
 * What is wrong with a record makes a dead letter, and the stream goes on; what is wrong around it
 * (schema registry, cluster) stops the thread before the offset is committed, and the record is
 * read again ({@link dev.freshet.coordinator.streams.LeaveOutHandler}).
 */
@NullMarked
package dev.freshet.coordinator.registry;

import org.jspecify.annotations.NullMarked;
