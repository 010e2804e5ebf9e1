// SPDX-License-Identifier: Apache-2.0
/**
 * What the topologies of a coordinator have in common: how they wait for the schema registry and
 * for records, what they report, what they do with records that cannot be taken, and whose fault a
 * failure is.
 *
 * <p><b>Threads.</b> All types are safe for any thread; only {@link
 * dev.freshet.coordinator.streams.Patience} and the consumers of {@link
 * dev.freshet.coordinator.streams.PatientClients} wait. <b>Failure.</b> A registry that does not
 * answer is waited for, and then thrown on.
 */
@NullMarked
package dev.freshet.coordinator.streams;

import org.jspecify.annotations.NullMarked;
