// SPDX-License-Identifier: Apache-2.0
/**
 * What a member does to be known: it registers, sends heartbeats and says goodbye. {@link
 * dev.freshet.registry.client.Announcer} does that for a process that has a Kafka producer already,
 * {@link dev.freshet.registry.client.RegistryClient} for one that has nothing.
 *
 * <p><b>Threads.</b> One daemon thread an announcer. Public methods are safe for any thread and
 * never wait for a broker, but for closing, which waits two seconds at the most. <b>Failure.</b>
 * What cannot be sent is logged once and tried again; nobody who is announced is disturbed.
 */
@NullMarked
package dev.freshet.registry.client;

import org.jspecify.annotations.NullMarked;
