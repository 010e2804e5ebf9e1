// SPDX-License-Identifier: Apache-2.0
/**
 * How the registry is kept: what follows from registrations, heartbeats, orders and the passing of
 * time. Entry type is {@link dev.freshet.registry.keeping.Registry}, a fold over all of them that
 * answers with {@link dev.freshet.registry.keeping.RegistryChange}s; {@link
 * dev.freshet.registry.MemberState} draws the states.
 *
 * <p><b>Threads.</b> One thread for one registry; no clock and no I/O in here. <b>Failure.</b> What
 * cannot be taken is answered with a named reason and changes nothing.
 */
@NullMarked
package dev.freshet.registry.keeping;

import org.jspecify.annotations.NullMarked;
