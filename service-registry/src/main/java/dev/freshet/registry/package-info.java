// SPDX-License-Identifier: Apache-2.0
/**
 * Who is there, what can they do, and how are they: registrations, heartbeats and the states that
 * follow from them.
 *
 * <p><b>Threads.</b> Values are immutable. <b>Failure.</b> What is malformed is refused with the
 * name of the field; correctness of the cache never depends on this module.
 */
@NullMarked
package dev.freshet.registry;

import org.jspecify.annotations.NullMarked;
